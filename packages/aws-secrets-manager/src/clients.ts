import type { InjectionToken } from '@password-decrypter/core';
import type { AwsLocation } from '@password-decrypter/aws-client';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** Gives the SDK client for a location. An application that registers its own decides everything. */
export interface SecretsManagerClients {
  clientFor(location: AwsLocation): SecretsManagerClient;
}
export const SecretsManagerClients: InjectionToken<SecretsManagerClients> = Symbol.for(
  '@password-decrypter/aws-secrets-manager:SecretsManagerClients',
);
