/**
 * AWS Security Token Service (API reference: "AWS Security Token Service", query protocol, version
 * 2011-06-15).
 */

import { AwsFailure } from './aws-failure.js';
import { accountId, type Identities, type Role, type TemporaryCredentials } from './identities.js';
import type { Input, JsonObject } from './input.js';
import type { Caller, Operation } from './service.js';

const defaultDurationSeconds = 3600;

export class SecurityTokenService {
  readonly #identities: Identities;

  readonly operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
    ['GetCallerIdentity', (_, caller) => getCallerIdentity(caller)],
    ['AssumeRole', (input, caller) => this.#assumeRole(input, caller)],
  ]);

  /** What is called without a signature: whoever holds the token has no credentials yet. */
  readonly unsignedOperations: ReadonlyMap<string, (input: Input) => JsonObject> = new Map([
    ['AssumeRoleWithWebIdentity', (input: Input) => this.#assumeRoleWithWebIdentity(input)],
  ]);

  constructor(identities: Identities) {
    this.#identities = identities;
  }

  #assumeRole(input: Input, caller: Caller): JsonObject {
    const arn = input.requiredText('RoleArn');
    const role = this.#identities.role(arn);
    caller.authorize('sts:AssumeRole', role === undefined ? 'no such role' : arn, arn);
    if (role === undefined) throw new AwsFailure('AccessDenied', `No role ${arn}`, 403);
    return this.#session(role, input);
  }

  #assumeRoleWithWebIdentity(input: Input): JsonObject {
    const role = this.#identities.role(input.requiredText('RoleArn'));
    const token = input.requiredText('WebIdentityToken');
    if (role === undefined) {
      throw new AwsFailure(
        'AccessDenied',
        'Not authorized to perform sts:AssumeRoleWithWebIdentity',
        403,
      );
    }
    if (role.webIdentityToken !== token) {
      throw new AwsFailure('InvalidIdentityToken', "Couldn't verify the identity token");
    }
    return this.#session(role, input);
  }

  #session(role: Role, input: Input): JsonObject {
    const sessionName = input.requiredText('RoleSessionName');
    const seconds = input.number('DurationSeconds') ?? defaultDurationSeconds;
    const issued = this.#identities.issue(role, sessionName, seconds);
    return {
      Credentials: credentialsOf(issued),
      AssumedRoleUser: { Arn: issued.arn, AssumedRoleId: `${issued.accessKeyId}:${sessionName}` },
    };
  }
}

function getCallerIdentity({ accessKey }: Caller): JsonObject {
  return { Arn: accessKey.arn, UserId: accessKey.accessKeyId, Account: accountId };
}

function credentialsOf(issued: TemporaryCredentials): JsonObject {
  return {
    AccessKeyId: issued.accessKeyId,
    SecretAccessKey: issued.secretAccessKey,
    SessionToken: issued.sessionToken,
    Expiration: issued.expiresAt.toISOString(),
  };
}
