import type { InjectionToken } from '@password-decrypter/core';

/** The one directory below which secrets are read. By default SECRETS_DIRECTORY, or /run/secrets. */
export type SecretsDirectory = string;
export const SecretsDirectory: InjectionToken<SecretsDirectory> = Symbol.for(
  'mounted-secret-decrypter:SecretsDirectory',
);
