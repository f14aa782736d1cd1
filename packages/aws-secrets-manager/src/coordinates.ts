/**
 * Where a secret lives, as Atlassian writes it (Confluence: "Configuring Confluence to use AWS
 * Secrets Manager").
 */

import { parseCoordinates, type Coordinates } from '@password-decrypter/core';

const keys = {
  region: 'usual',
  secretId: 'required',
  secretPointer: 'may-be-empty',
  versionStage: 'optional',
  versionId: 'optional',
  endpointOverride: 'optional',
} as const;

/**
 * - `region`: needed unless `secretId` is an ARN
 * - `secretId`: the secret's name or ARN
 * - `secretPointer`: a JSON pointer into the secret; without one the whole secret is the password
 * - `versionStage`: a staging label; `AWSCURRENT` by default
 * - `versionId`: a version, whatever its stage
 * - `endpointOverride`: a URL that stands in for the service's endpoint
 */
export type SecretCoordinates = Coordinates<typeof keys>;

/** @throws InvalidValueError naming the key that is wrong */
export function parseSecretCoordinates(value: string): SecretCoordinates {
  return parseCoordinates(value, keys);
}
