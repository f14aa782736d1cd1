/** The AWS JSON 1.1 protocol, which Secrets Manager and Systems Manager speak. */

import { AwsFailure } from './aws-failure.js';
import type { JsonObject } from './input.js';
import type { Reply } from './reply.js';
import type { SignatureFailures } from './signature.js';

const contentType = 'application/x-amz-json-1.1';

/** From the header `x-amz-target`, such as `AmazonSSM.GetParameter`. */
export function jsonTarget(header: string | string[] | undefined): readonly [string, string] {
  const [prefix = '', operation = ''] = typeof header === 'string' ? header.split('.') : [];
  return [prefix, operation];
}

export function parseJsonBody(body: string): JsonObject {
  try {
    const parsed: unknown = JSON.parse(body === '' ? '{}' : body);
    if (typeof parsed === 'object' && parsed !== null) return { ...parsed };
  } catch {
    // Told below, with every other body that is no object.
  }
  throw new AwsFailure('SerializationException', 'The body is not a JSON object.');
}

export function jsonReply(output: JsonObject): Reply {
  return { status: 200, contentType, body: JSON.stringify(output) };
}

export function jsonFailure({ code, message, status }: AwsFailure): Reply {
  return { status, contentType, body: JSON.stringify({ __type: code, message }) };
}

export const jsonSignatureFailures: SignatureFailures = {
  missing: 'MissingAuthenticationTokenException',
  incomplete: 'IncompleteSignatureException',
  unknownKey: 'UnrecognizedClientException',
  mismatch: 'InvalidSignatureException',
  expired: 'ExpiredTokenException',
};
