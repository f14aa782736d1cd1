/** The steps from coordinates to a password that all AWS decrypters share. */

import { clientSts } from '#commonjs';
import type { ExplanationStep } from '@password-decrypter/core';

import { errorName, isTransient, translateAwsError, type AwsRequest } from './aws-errors.js';
import type { AwsClientSettings } from './clients.js';
import type { AwsLocation } from './location.js';

/** What is particular to a service. */
export interface AwsSecretSteps<Coordinates> {
  readonly settings: AwsClientSettings;
  readonly parse: () => Coordinates;
  readonly locate: (coordinates: Coordinates) => AwsLocation;
  /** Names what the coordinates name: `secret "mySecretId"`. */
  readonly describe: (coordinates: Coordinates) => string;
  readonly read: (coordinates: Coordinates, options: { signal: AbortSignal }) => Promise<string>;
  readonly pointer: (coordinates: Coordinates) => string | undefined;
  readonly extract: (secret: string, coordinates: Coordinates) => string;
}

/** Coordinates, credentials, secret, pointer: what a person would try, in that order. */
export function explainAwsSecret<Coordinates>(
  steps: AwsSecretSteps<Coordinates>,
): readonly ExplanationStep[] {
  let secret = '';
  return [
    {
      name: 'coordinates',
      async run() {
        const coordinates = steps.parse();
        return `${steps.describe(coordinates)} in ${steps.locate(coordinates).region}`;
      },
    },
    {
      name: 'credentials',
      run: (options) => describeCredentials(steps.settings, steps.locate(steps.parse()), options),
    },
    {
      name: 'secret',
      async run(options) {
        secret = await steps.read(steps.parse(), options);
        return 'readable';
      },
    },
    {
      name: 'pointer',
      async run() {
        const coordinates = steps.parse();
        steps.extract(secret, coordinates);
        const pointer = steps.pointer(coordinates);
        if (pointer === undefined) return 'none: the whole secret is the password';
        return `${JSON.stringify(pointer)} points at a password`;
      },
    },
  ];
}

/** Where the credentials were found and whom they belong to. */
async function describeCredentials(
  settings: AwsClientSettings,
  location: AwsLocation,
  { signal }: { readonly signal: AbortSignal },
): Promise<string> {
  const callerClientConfig = { region: () => Promise.resolve(location.region) };
  const credentials = await settings.credentials({ callerClientConfig }).catch((error: unknown) => {
    throw translateAwsError(error, identityRequest(location));
  });
  const source =
    'source' in credentials && typeof credentials.source === 'string'
      ? `from ${credentials.source}`
      : "from the application's own provider";
  if (location.endpoint !== undefined) {
    return `${source}; whose they are is not asked, because endpointOverride is set`;
  }
  return `${source}; ${await callerIdentity(settings, location, signal)}`;
}

/** The identity is good to know and no more: who waits for STS wants to know of the secret. */
const longestIdentityMs = 3000;

async function callerIdentity(
  settings: AwsClientSettings,
  location: AwsLocation,
  signal: AbortSignal,
): Promise<string> {
  const { GetCallerIdentityCommand, STSClient } = await clientSts();
  const client = new STSClient(settings.configuration(location));
  const abortSignal = AbortSignal.any([signal, AbortSignal.timeout(longestIdentityMs)]);
  try {
    const { Arn } = await client.send(new GetCallerIdentityCommand(), { abortSignal });
    return `they belong to ${Arn ?? 'somebody without an ARN'}`;
  } catch (error) {
    signal.throwIfAborted();
    // Where only the secret's service can be reached, as in a closed network, this is no failure.
    if (abortSignal.aborted) return 'whose they are is unknown: STS does not answer';
    if (isTransient(error)) return `whose they are is unknown: STS ${errorName(error) ?? 'fails'}`;
    throw translateAwsError(error, identityRequest(location));
  } finally {
    settings.release(client);
  }
}

function identityRequest(location: AwsLocation): AwsRequest {
  const subject = 'The identity of the caller';
  return { action: 'sts:GetCallerIdentity', subject, resource: '*', location };
}
