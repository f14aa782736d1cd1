/** Reads the text of a secret (AWS API: GetSecretValue). */

import { quoted, SecretFormatError } from '@password-decrypter/core';
import { awsLocation, translateAwsError } from '@password-decrypter/aws-client';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';

import type { SecretsManagerClients } from './clients.js';
import type { SecretCoordinates } from './coordinates.js';

const currentStage = 'AWSCURRENT';

/**
 * @throws AccessDeniedError, SecretNotFoundError, SecretFormatError, BackendUnavailableError or
 *   InvalidValueError, by what AWS says
 */
export async function readSecret(
  clients: SecretsManagerClients,
  coordinates: SecretCoordinates,
  { signal }: { readonly signal: AbortSignal },
): Promise<string> {
  const { secretId, versionId, versionStage } = coordinates;
  const location = awsLocation(coordinates, secretId);
  const version = versionId === undefined || versionStage !== undefined;
  try {
    const { SecretString, SecretBinary } = await clients.clientFor(location).send(
      new GetSecretValueCommand({
        SecretId: secretId,
        ...(versionId !== undefined && { VersionId: versionId }),
        ...(version && { VersionStage: versionStage ?? currentStage }),
      }),
      { abortSignal: signal },
    );
    return SecretString ?? textOf(SecretBinary, secretId);
  } catch (error) {
    throw translateAwsError(error, {
      action: 'secretsmanager:GetSecretValue',
      subject: `The secret ${quoted(secretId)}`,
      resource: resourceOf(secretId, location.region),
      location,
    });
  }
}

function textOf(bytes: Uint8Array | undefined, secretId: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new SecretFormatError(
      `The secret ${quoted(secretId)} holds bytes that are not UTF-8 text.`,
      {
        hint: 'Store the password as SecretString.',
      },
    );
  }
}

/** AWS puts six random characters behind the name. */
function resourceOf(secretId: string, region: string): string {
  return secretId.startsWith('arn:')
    ? secretId
    : `arn:aws:secretsmanager:${region}:*:secret:${secretId}-??????`;
}
