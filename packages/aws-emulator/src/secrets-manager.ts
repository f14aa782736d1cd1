/**
 * AWS Secrets Manager: secrets by region, their versions and staging labels (API reference: "AWS Secrets
 * Manager", JSON 1.1, target prefix `secretsmanager`).
 */

import { randomBytes, randomUUID } from 'node:crypto';

import { AwsFailure } from './aws-failure.js';
import { accountId } from './identities.js';
import type { Input, JsonObject } from './input.js';
import { epochSeconds, kmsKeyArn, type Caller, type Operation } from './service.js';

interface Version {
  readonly id: string;
  readonly value: string | Uint8Array;
  readonly createdAt: Date;
  readonly stages: Set<string>;
}

interface Secret {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: Date;
  readonly versions: Map<string, Version>;
  kmsKeyId: string | undefined;
  deletedAt: Date | undefined;
}

/** A secret to create, or to give a new version. */
export interface SecretToPut {
  readonly region: string;
  readonly name: string;
  /** Text becomes a SecretString, bytes become a SecretBinary. */
  readonly value: string | Uint8Array;
  /** The new version's staging labels; `AWSCURRENT` by default. */
  readonly stages?: readonly string[];
  /** A customer managed key: reading then needs `kms:Decrypt` on it. */
  readonly kmsKeyId?: string;
}

/** A secret to mark for deletion, or with `force` to take away at once. */
export interface SecretToDelete {
  readonly region: string;
  readonly name: string;
  readonly force?: boolean;
}

const batchLimit = 20;
const current = 'AWSCURRENT';
const previous = 'AWSPREVIOUS';

export class SecretsManager {
  readonly #regions = new Map<string, Map<string, Secret>>();

  readonly operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
    ['CreateSecret', (input, caller) => this.#createSecret(input, caller)],
    ['PutSecretValue', (input, caller) => this.#putSecretValue(input, caller)],
    ['GetSecretValue', (input, caller) => this.#getSecretValue(input, caller)],
    ['BatchGetSecretValue', (input, caller) => this.#batchGetSecretValue(input, caller)],
    ['DescribeSecret', (input, caller) => this.#describeSecret(input, caller)],
    ['UpdateSecretVersionStage', (input, caller) => this.#updateSecretVersionStage(input, caller)],
    ['DeleteSecret', (input, caller) => this.#deleteSecret(input, caller)],
    ['RestoreSecret', (input, caller) => this.#restoreSecret(input, caller)],
  ]);

  /** Creates a secret, or gives an existing one a new version; one marked for deletion is restored. */
  put({ region, name, value, stages, kmsKeyId }: SecretToPut): { arn: string; versionId: string } {
    const secret = this.#secrets(region).get(name) ?? this.#add(region, name);
    secret.deletedAt = undefined;
    if (kmsKeyId !== undefined) secret.kmsKeyId = kmsKeyId;
    const version = addVersion(secret, value, stages);
    return { arn: secret.arn, versionId: version.id };
  }

  /** Marks a secret for deletion; with `force` it is gone at once. */
  delete({ region, name, force = false }: SecretToDelete): void {
    const secret = this.#secrets(region).get(name);
    if (secret !== undefined) secret.deletedAt = new Date();
    if (force) this.#secrets(region).delete(name);
  }

  #secrets(region: string): Map<string, Secret> {
    const secrets = this.#regions.get(region) ?? new Map<string, Secret>();
    this.#regions.set(region, secrets);
    return secrets;
  }

  #add(region: string, name: string, kmsKeyId?: string): Secret {
    const arn = `${arnOf(region, name)}-${randomBytes(3).toString('hex')}`;
    const versions = new Map<string, Version>();
    const secret = { name, arn, kmsKeyId, createdAt: new Date(), versions, deletedAt: undefined };
    this.#secrets(region).set(name, secret);
    return secret;
  }

  /** By name, by ARN, or by an ARN without its six random characters. */
  #find(secretId: string, caller: Caller, action: string): Secret {
    const secrets = this.#secrets(caller.region);
    const secret =
      secrets.get(secretId) ??
      [...secrets.values()].find(({ arn }) => arn === secretId || arn.slice(0, -7) === secretId);
    const wouldBe = secretId.startsWith('arn:')
      ? secretId
      : `${arnOf(caller.region, secretId)}-000000`;
    caller.authorize(`secretsmanager:${action}`, secret?.arn ?? wouldBe, secret?.arn ?? secretId);
    if (secret !== undefined) return secret;
    throw notFound("Secrets Manager can't find the specified secret.");
  }

  #findAlive(secretId: string, caller: Caller, action: string): Secret {
    const secret = this.#find(secretId, caller, action);
    if (secret.deletedAt === undefined) return secret;
    throw new AwsFailure(
      'InvalidRequestException',
      "You can't perform this operation on the secret because it was marked for deletion.",
    );
  }

  #createSecret(input: Input, caller: Caller): JsonObject {
    const name = input.requiredText('Name');
    caller.authorize('secretsmanager:CreateSecret', arnOf(caller.region, name));
    if (this.#secrets(caller.region).has(name)) {
      throw new AwsFailure(
        'ResourceExistsException',
        `The operation failed because the secret ${name} already exists.`,
      );
    }
    const value = valueOf(input);
    const secret = this.#add(caller.region, name, input.text('KmsKeyId'));
    if (value === undefined) return { ARN: secret.arn, Name: name };
    const version = addVersion(secret, value, undefined, input.text('ClientRequestToken'));
    return { ARN: secret.arn, Name: name, VersionId: version.id };
  }

  #putSecretValue(input: Input, caller: Caller): JsonObject {
    const secret = this.#findAlive(input.requiredText('SecretId'), caller, 'PutSecretValue');
    const value = valueOf(input);
    if (value === undefined) {
      throw new AwsFailure(
        'InvalidParameterException',
        'You must provide either SecretString or SecretBinary.',
      );
    }
    const stages = input.texts('VersionStages', 20);
    const { id } = addVersion(secret, value, stages, input.text('ClientRequestToken'));
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: id,
      VersionStages: [...(secret.versions.get(id)?.stages ?? [])],
    };
  }

  #getSecretValue(input: Input, caller: Caller): JsonObject {
    const secret = this.#findAlive(input.requiredText('SecretId'), caller, 'GetSecretValue');
    return readVersion(secret, caller, input.text('VersionId'), input.text('VersionStage'));
  }

  #batchGetSecretValue(input: Input, caller: Caller): JsonObject {
    caller.authorize('secretsmanager:BatchGetSecretValue', '*');
    const secretIds = input.texts('SecretIdList', batchLimit);
    if (secretIds === undefined) {
      throw new AwsFailure(
        'InvalidParameterException',
        'You must provide SecretIdList; this emulator does not know Filters.',
      );
    }
    const values: JsonObject[] = [];
    const errors: JsonObject[] = [];
    for (const secretId of new Set(secretIds)) {
      try {
        values.push(readVersion(this.#findAlive(secretId, caller, 'GetSecretValue'), caller));
      } catch (error) {
        if (!(error instanceof AwsFailure)) throw error;
        errors.push({ SecretId: secretId, ErrorCode: error.code, Message: error.message });
      }
    }
    return { SecretValues: values, Errors: errors };
  }

  #describeSecret(input: Input, caller: Caller): JsonObject {
    const secret = this.#find(input.requiredText('SecretId'), caller, 'DescribeSecret');
    const staged = [...secret.versions.values()].map(({ id, stages }) => [id, [...stages]]);
    return {
      ARN: secret.arn,
      Name: secret.name,
      KmsKeyId: secret.kmsKeyId,
      CreatedDate: epochSeconds(secret.createdAt),
      DeletedDate: secret.deletedAt && epochSeconds(secret.deletedAt),
      VersionIdsToStages: Object.fromEntries(staged) as JsonObject,
    };
  }

  #updateSecretVersionStage(input: Input, caller: Caller): JsonObject {
    const secretId = input.requiredText('SecretId');
    const secret = this.#findAlive(secretId, caller, 'UpdateSecretVersionStage');
    const stage = input.requiredText('VersionStage');
    const from = input.text('RemoveFromVersionId');
    const to = input.text('MoveToVersionId');
    const holder = [...secret.versions.values()].find(({ stages }) => stages.has(stage));
    if (holder !== undefined && holder.id !== from) {
      throw new AwsFailure(
        'InvalidParameterException',
        `The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version ${holder.id}, so you must explicitly reference that version in RemoveFromVersionId.`,
      );
    }
    const target = to === undefined ? undefined : secret.versions.get(to);
    if (to !== undefined && target === undefined) throw noVersion('VersionId', to);
    if (target === undefined) holder?.stages.delete(stage);
    else attach(secret, target, stage);
    return { ARN: secret.arn, Name: secret.name };
  }

  #deleteSecret(input: Input, caller: Caller): JsonObject {
    const secret = this.#find(input.requiredText('SecretId'), caller, 'DeleteSecret');
    const force = input.flag('ForceDeleteWithoutRecovery');
    const days = force ? 0 : (input.number('RecoveryWindowInDays') ?? 30);
    secret.deletedAt = new Date(Date.now() + days * 86_400_000);
    if (force) this.#secrets(caller.region).delete(secret.name);
    return { ARN: secret.arn, Name: secret.name, DeletionDate: epochSeconds(secret.deletedAt) };
  }

  #restoreSecret(input: Input, caller: Caller): JsonObject {
    const secret = this.#find(input.requiredText('SecretId'), caller, 'RestoreSecret');
    secret.deletedAt = undefined;
    return { ARN: secret.arn, Name: secret.name };
  }
}

function arnOf(region: string, name: string): string {
  return `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}`;
}

function notFound(message: string): AwsFailure {
  return new AwsFailure('ResourceNotFoundException', message);
}

function noVersion(by: 'VersionId' | 'staging label', name: string): AwsFailure {
  return notFound(`Secrets Manager can't find the specified secret value for ${by}: ${name}`);
}

function valueOf(input: Input): string | Uint8Array | undefined {
  const binary = input.text('SecretBinary');
  return input.text('SecretString') ?? (binary && Buffer.from(binary, 'base64'));
}

function addVersion(
  secret: Secret,
  value: string | Uint8Array,
  stages: readonly string[] = [current],
  id: string = randomUUID(),
): Version {
  const version = { id, value, createdAt: new Date(), stages: new Set<string>() };
  secret.versions.set(id, version);
  for (const stage of stages) attach(secret, version, stage);
  return version;
}

/** A staging label is on one version at a time; where AWSCURRENT leaves, AWSPREVIOUS comes. */
function attach(secret: Secret, target: Version, stage: string): void {
  for (const version of secret.versions.values()) {
    if (version === target || !version.stages.delete(stage)) continue;
    if (stage === current) attach(secret, version, previous);
  }
  target.stages.add(stage);
}

function readVersion(
  secret: Secret,
  caller: Caller,
  versionId?: string,
  versionStage?: string,
): JsonObject {
  const version = findVersion(secret, versionId, versionStage);
  if (secret.kmsKeyId !== undefined) {
    const key = kmsKeyArn(secret.kmsKeyId, caller.region, accountId);
    if (!caller.may('kms:Decrypt', key)) {
      throw new AwsFailure('AccessDeniedException', 'Access to KMS is not allowed');
    }
  }
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: version.id,
    VersionStages: [...version.stages],
    CreatedDate: epochSeconds(version.createdAt),
    ...(typeof version.value === 'string'
      ? { SecretString: version.value }
      : { SecretBinary: Buffer.from(version.value).toString('base64') }),
  };
}

function findVersion(secret: Secret, versionId?: string, versionStage?: string): Version {
  if (versionId !== undefined) {
    const version = secret.versions.get(versionId);
    if (version === undefined) throw noVersion('VersionId', versionId);
    if (versionStage === undefined || version.stages.has(versionStage)) return version;
    throw new AwsFailure(
      'InvalidRequestException',
      'You provided a VersionStage that is not associated to the provided VersionId.',
    );
  }
  const stage = versionStage ?? current;
  const version = [...secret.versions.values()].find(({ stages }) => stages.has(stage));
  if (version !== undefined) return version;
  throw noVersion('staging label', stage);
}
