/**
 * Reads the text of a secret (AWS API: GetSecretValue; BatchGetSecretValue for what is asked for in
 * the same tick).
 */

import { BatchGetSecretValueCommand, GetSecretValueCommand } from '#commonjs';
import { isDecrypterError, quoted, SecretFormatError, warn } from '@password-decrypter/core';
import { arnOf, awsLocation, Batch, translateAwsError } from '@password-decrypter/aws-client';
import type { AwsLocation } from '@password-decrypter/aws-client';
import type { SecretsManagerClient, SecretValueEntry } from '@aws-sdk/client-secrets-manager';

import type { SecretsManagerClients } from './clients.js';
import type { SecretCoordinates } from './coordinates.js';

const currentStage = 'AWSCURRENT';
const batchLimit = 20;
const batchAction = 'secretsmanager:BatchGetSecretValue';

interface CallOptions {
  readonly signal: AbortSignal;
}

type Version = Pick<SecretCoordinates, 'versionId' | 'versionStage'>;

export class SecretReader {
  readonly #clients: SecretsManagerClients;
  readonly #batches = new WeakMap<SecretsManagerClient, Batch<string>>();

  constructor(clients: SecretsManagerClients) {
    this.#clients = clients;
  }

  /**
   * @throws AccessDeniedError, SecretNotFoundError, SecretFormatError, BackendUnavailableError or
   *   InvalidValueError, by what AWS says
   */
  async read(coordinates: SecretCoordinates, options: CallOptions): Promise<string> {
    const { secretId, versionId, versionStage = currentStage } = coordinates;
    const location = awsLocation(coordinates, secretId);
    const client = this.#clients.clientFor(location);
    // A batch knows nothing but the current version.
    const batched = versionId === undefined && versionStage === currentStage;
    if (!batched) return readOne(client, location, secretId, coordinates, options);
    const batch = this.#batches.get(client) ?? batchOf(client, location);
    this.#batches.set(client, batch);
    return batch.load(secretId, options);
  }
}

async function readOne(
  client: SecretsManagerClient,
  location: AwsLocation,
  secretId: string,
  { versionId, versionStage }: Version,
  { signal }: CallOptions,
): Promise<string> {
  const stage = versionStage ?? (versionId === undefined ? currentStage : undefined);
  try {
    const answer = await client.send(
      new GetSecretValueCommand({
        SecretId: secretId,
        ...(versionId !== undefined && { VersionId: versionId }),
        ...(stage !== undefined && { VersionStage: stage }),
      }),
      { abortSignal: signal },
    );
    return textOf(answer, secretId);
  } catch (error) {
    throw translated(error, secretId, location);
  }
}

function batchOf(client: SecretsManagerClient, location: AwsLocation): Batch<string> {
  return new Batch({
    limit: batchLimit,
    one: (secretId, options) => readOne(client, location, secretId, {}, options),
    many: (secretIds, options) => readMany(client, location, secretIds, options),
    translate: (error) =>
      translateAwsError(error, {
        action: batchAction,
        subject: 'The secrets',
        resource: '*',
        location,
      }),
    onDenied: () =>
      warn({
        code: 'BATCH_NOT_ALLOWED',
        message: `The IAM action ${batchAction} is not allowed in ${location.region}: secrets are asked for one by one.`,
      }),
  });
}

async function readMany(
  client: SecretsManagerClient,
  location: AwsLocation,
  secretIds: readonly string[],
  { signal }: CallOptions,
): Promise<ReadonlyMap<string, string | Error>> {
  const { SecretValues = [], Errors = [] } = await client.send(
    new BatchGetSecretValueCommand({ SecretIdList: [...secretIds] }),
    { abortSignal: signal },
  );
  const found = new Map<string, string | Error>();
  for (const { SecretId = '', ErrorCode = '', Message = '' } of Errors) {
    const failure = Object.assign(new Error(Message), { name: ErrorCode });
    const error = translated(failure, SecretId, location);
    // What this table does not know, the single call may tell better.
    if (isDecrypterError(error)) found.set(SecretId, error);
  }
  for (const secretId of secretIds) {
    const secret = SecretValues.find((one) => isMeant(one, secretId));
    if (secret !== undefined) found.set(secretId, textOrError(secret, secretId));
  }
  return found;
}

/** An id may be the name, the ARN, or the ARN without its random end. */
function isMeant({ Name, ARN }: SecretValueEntry, secretId: string): boolean {
  return Name === secretId || ARN === secretId || ARN?.slice(0, -7) === secretId;
}

interface SecretAnswer {
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: Uint8Array | undefined;
}

function textOf({ SecretString, SecretBinary }: SecretAnswer, secretId: string): string {
  if (SecretString !== undefined) return SecretString;
  if (SecretBinary === undefined) {
    throw new SecretFormatError(`The secret ${quoted(secretId)} has no value.`, {
      hint: 'Give the secret a value (PutSecretValue).',
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(SecretBinary);
  } catch {
    throw new SecretFormatError(
      `The secret ${quoted(secretId)} holds bytes that are not UTF-8 text.`,
      { hint: 'Store the password as SecretString.' },
    );
  }
}

function textOrError(secret: SecretAnswer, secretId: string): string | Error {
  try {
    return textOf(secret, secretId);
  } catch (error) {
    return errorOf(error);
  }
}

function errorOf(error: unknown): Error {
  return error instanceof Error ? error : new Error('no answer');
}

function translated(error: unknown, secretId: string, location: AwsLocation): unknown {
  return translateAwsError(error, {
    action: 'secretsmanager:GetSecretValue',
    subject: `The secret ${quoted(secretId)}`,
    // AWS puts six random characters behind the name.
    resource: secretId.startsWith('arn:')
      ? quoted(secretId)
      : arnOf('secretsmanager', location.region, `secret:${secretId}-??????`),
    location,
  });
}
