import type { InjectionToken } from '@password-decrypter/core';
import type { AwsLocation } from '@password-decrypter/aws-client';
import type { SSMClient } from '@aws-sdk/client-ssm';

/** Gives the SDK client for a location. An application that registers its own decides everything. */
export interface SsmClients {
  clientFor(location: AwsLocation): SSMClient;
}
export const SsmClients: InjectionToken<SsmClients> = Symbol.for(
  '@password-decrypter/aws-ssm:SsmClients',
);
