/** The AWS query protocol, which STS speaks: a form in, XML out. */

import XMLBuilder from 'fast-xml-builder';

import type { AwsFailure } from './aws-failure.js';
import type { JsonObject } from './input.js';
import type { Reply } from './reply.js';
import type { SignatureFailures } from './signature.js';

const contentType = 'text/xml';
const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';
const xml = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@' });

export function parseForm(body: string): JsonObject {
  return Object.fromEntries(new URLSearchParams(body));
}

export function queryReply(operation: string, output: JsonObject, requestId: string): Reply {
  const response = {
    [`${operation}Response`]: {
      '@xmlns': namespace,
      [`${operation}Result`]: output,
      ResponseMetadata: { RequestId: requestId },
    },
  };
  return { status: 200, contentType, body: xml.build(response) };
}

export function queryFailure({ code, message, status }: AwsFailure, requestId: string): Reply {
  const Type = status >= 500 ? 'Receiver' : 'Sender';
  const response = {
    ErrorResponse: {
      '@xmlns': namespace,
      Error: { Type, Code: code, Message: message },
      RequestId: requestId,
    },
  };
  return { status, contentType, body: xml.build(response) };
}

export const querySignatureFailures: SignatureFailures = {
  missing: 'MissingAuthenticationToken',
  incomplete: 'IncompleteSignature',
  unknownKey: 'InvalidClientTokenId',
  mismatch: 'SignatureDoesNotMatch',
  expired: 'ExpiredToken',
};
