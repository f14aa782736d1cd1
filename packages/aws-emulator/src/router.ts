/** From a request to the operation it asks for, and to the reply in that operation's protocol. */

import { randomUUID } from 'node:crypto';

import { AwsFailure } from './aws-failure.js';
import type { ContainerCredentials } from './container-credentials.js';
import type { Identities } from './identities.js';
import { Input } from './input.js';
import type { InstanceMetadata } from './instance-metadata.js';
import {
  jsonFailure,
  jsonReply,
  jsonSignatureFailures,
  jsonTarget,
  parseJsonBody,
} from './json-protocol.js';
import { metadataFailure } from './metadata-credentials.js';
import { parseForm, queryFailure, queryReply, querySignatureFailures } from './query-protocol.js';
import type { Reply } from './reply.js';
import { Caller, type Operation } from './service.js';
import { verifySignature, type WireRequest } from './signature.js';
import type { SecurityTokenService } from './sts.js';

/** A service of the JSON protocol, with the names it has for what can go wrong in general. */
export interface JsonService {
  readonly name: string;
  readonly operations: ReadonlyMap<string, Operation>;
  readonly invalidInput: string;
  readonly internalError: string;
}

/** What answers a request. */
export interface Route {
  /** For example `secretsmanager:GetSecretValue`. */
  readonly operation: string;
  readonly answer: () => Promise<Reply> | Reply;
  readonly failure: (failure: AwsFailure) => Reply;
  /** The name of the service's own failure with status 500. */
  readonly internalError: string;
}

export interface Services {
  readonly identities: Identities;
  /** By the prefix of the header `x-amz-target`. */
  readonly json: ReadonlyMap<string, JsonService>;
  readonly sts: SecurityTokenService;
  readonly instanceMetadata: InstanceMetadata;
  readonly containerCredentials: ContainerCredentials;
}

export function route(request: WireRequest, services: Services): Route {
  return (
    jsonRoute(request, services) ??
    queryRoute(request, services) ??
    metadataRoute(request, services)
  );
}

function jsonRoute(request: WireRequest, { identities, json }: Services): Route | undefined {
  const [prefix, name] = jsonTarget(request.headers['x-amz-target']);
  const service = json.get(prefix);
  if (service === undefined) return undefined;
  return {
    operation: `${service.name}:${name}`,
    failure: jsonFailure,
    internalError: service.internalError,
    async answer() {
      const signer = await verifySignature(request, {
        service: service.name,
        identities,
        names: jsonSignatureFailures,
      });
      const operation = service.operations.get(name);
      if (operation === undefined) throw unknownOperation();
      const input = new Input(
        parseJsonBody(request.body),
        (message) => new AwsFailure(service.invalidInput, message),
      );
      return jsonReply(operation(input, new Caller(signer.accessKey, signer.region)));
    },
  };
}

function queryRoute(request: WireRequest, { identities, sts }: Services): Route | undefined {
  if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    return undefined;
  }
  const form = parseForm(request.body);
  const name = String(form.Action);
  const requestId = randomUUID();
  const input = new Input(form, (message) => new AwsFailure('ValidationError', message));
  return {
    operation: `sts:${name}`,
    failure: (failure) => queryFailure(failure, requestId),
    internalError: 'InternalFailure',
    async answer() {
      const unsigned = sts.unsignedOperations.get(name);
      if (unsigned !== undefined) return queryReply(name, unsigned(input), requestId);
      const signer = await verifySignature(request, {
        service: 'sts',
        identities,
        names: querySignatureFailures,
      });
      const operation = sts.operations.get(name);
      if (operation === undefined) throw unknownOperation();
      const caller = new Caller(signer.accessKey, signer.region, {
        name: 'AccessDenied',
        status: 403,
      });
      return queryReply(name, operation(input, caller), requestId);
    },
  };
}

function metadataRoute(request: WireRequest, services: Services): Route {
  const failure = ({ status, message }: AwsFailure) => metadataFailure(status, message);
  const internalError = 'InternalError';
  const { instanceMetadata: imds, containerCredentials: container } = services;
  for (const [prefix, service] of [
    ['imds', imds],
    ['container', container],
  ] as const) {
    const name = service.operation(request);
    if (name === undefined) continue;
    const answer = () => service.answer(request);
    return { operation: `${prefix}:${name}`, answer, failure, internalError };
  }
  const answer = () => metadataFailure(404, 'Not Found');
  return { operation: 'unknown', answer, failure, internalError };
}

function unknownOperation(): AwsFailure {
  return new AwsFailure('UnknownOperationException', 'The operation is not known here.', 404);
}
