/**
 * Checks a request's signature by signing the request again with the secret key we know for its
 * access key (AWS: "Signature Version 4 for API requests").
 */

import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';

import { AwsFailure } from './aws-failure.js';
import type { AccessKey, Identities } from './identities.js';

/** A request as it came over the wire. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Who signed a request, and for which region and service. */
export interface Signer {
  readonly accessKey: AccessKey;
  readonly region: string;
}

/** The names a protocol has for what can be wrong with a signature. */
export interface SignatureFailures {
  readonly missing: string;
  readonly incomplete: string;
  readonly unknownKey: string;
  readonly mismatch: string;
  readonly expired: string;
}

const longestSkewMs = 5 * 60_000;

const authorizationShape =
  /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{8})\/([^/,\s]+)\/([^/,\s]+)\/aws4_request, ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]{64})$/;

/**
 * Finds out who signed the request.
 *
 * @throws AwsFailure for a request that is unsigned, signed with an unknown or expired key, for
 *   another service, too long ago, or wrongly
 */
export async function verifySignature(
  request: WireRequest,
  { service, identities, names }: VerifyOptions,
): Promise<Signer> {
  const { authorization } = request.headers;
  if (authorization === undefined) {
    throw new AwsFailure(names.missing, 'Missing Authentication Token', 403);
  }
  const [, keyId, day, region, scope, signedHeaders, signature] =
    authorizationShape.exec(authorization) ?? [];
  const date = header(request.headers, 'x-amz-date');
  const signed = signedHeaders?.split(';') ?? [];
  const complete = ['host', 'x-amz-date'].every((name) => signed.includes(name));
  if (!keyId || !region || !signature || !complete || !day || !date?.startsWith(day)) {
    throw new AwsFailure(
      names.incomplete,
      "Authorization header requires 'Credential', 'Signature', 'SignedHeaders' parameters and an 'X-Amz-Date' header.",
      403,
    );
  }
  if (scope !== service) {
    throw new AwsFailure(
      names.mismatch,
      `Credential should be scoped to correct service: '${service}'.`,
      403,
    );
  }
  const accessKey = knownKey(request, identities.accessKey(keyId), names);
  const signedAt = instantOf(date);
  assertFresh(signedAt, names);
  const expected = await signatureOf(request, { accessKey, region, service, signed, signedAt });
  if (!timingSafeEqual(Buffer.from(expected, 'hex'), Buffer.from(signature, 'hex'))) {
    throw new AwsFailure(
      names.mismatch,
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
      403,
    );
  }
  return { accessKey, region };
}

interface VerifyOptions {
  readonly service: string;
  readonly identities: Identities;
  readonly names: SignatureFailures;
}

function knownKey(
  request: WireRequest,
  accessKey: AccessKey | undefined,
  names: SignatureFailures,
): AccessKey {
  const token = header(request.headers, 'x-amz-security-token');
  if (accessKey === undefined || token !== accessKey.sessionToken) {
    throw new AwsFailure(
      names.unknownKey,
      'The security token included in the request is invalid.',
      403,
    );
  }
  if (accessKey.expiresAt !== undefined && accessKey.expiresAt.getTime() <= Date.now()) {
    throw new AwsFailure(
      names.expired,
      'The security token included in the request is expired',
      403,
    );
  }
  return accessKey;
}

function assertFresh(signedAt: Date, names: SignatureFailures): void {
  const skewMs = Date.now() - signedAt.getTime();
  if (Math.abs(skewMs) <= longestSkewMs) return;
  const what = skewMs > 0 ? 'Signature expired' : 'Signature not yet current';
  const than = skewMs > 0 ? 'earlier' : 'later';
  throw new AwsFailure(
    names.mismatch,
    `${what}: ${compact(signedAt)} is now ${than} than ${compact(new Date(Date.now() - Math.sign(skewMs) * longestSkewMs))}`,
    403,
  );
}

async function signatureOf(
  request: WireRequest,
  { accessKey, region, service, signed, signedAt }: SigningOptions,
): Promise<string> {
  const headers = Object.fromEntries(
    signed
      // The signer adds these itself: the first from the body that really came.
      .filter(
        (name) => !['x-amz-content-sha256', 'x-amz-date', 'x-amz-security-token'].includes(name),
      )
      .map((name) => [name, header(request.headers, name) ?? '']),
  );
  const signer = new SignatureV4({
    credentials: accessKey,
    region,
    service,
    sha256: Sha256,
    applyChecksum: signed.includes('x-amz-content-sha256'),
  });
  const resigned = await signer.sign(
    {
      method: request.method,
      protocol: 'http:',
      hostname: 'localhost',
      path: request.path,
      query: {},
      headers,
      body: request.body,
    },
    { signingDate: signedAt, signableHeaders: new Set(signed) },
  );
  return /Signature=([0-9a-f]{64})$/.exec(resigned.headers.authorization ?? '')?.[1] ?? '';
}

interface SigningOptions extends Signer {
  readonly service: string;
  readonly signed: readonly string[];
  readonly signedAt: Date;
}

function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const found = headers[name];
  return Array.isArray(found) ? found.join(',') : found;
}

/** From `20261124T124317Z`. */
function instantOf(date: string): Date {
  return new Date(
    date.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, '$1-$2-$3T$4:$5:$6Z'),
  );
}

function compact(instant: Date): string {
  return instant.toISOString().replace(/[-:]|\.\d{3}/g, '');
}
