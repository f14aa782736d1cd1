import type { InjectionToken } from '@password-decrypter/core';

/** The backend. An application that registers its own for this token replaces the default. */
export interface MyVault {
  read(entry: string, options: { readonly signal: AbortSignal }): Promise<string | undefined>;
}
export const MyVault: InjectionToken<MyVault> = Symbol.for('@acme/my-vault:MyVault');

/** The default until there is a real one: entry DB is the environment variable MY_VAULT_DB. */
export class MyVaultInEnvironment implements MyVault {
  async read(entry: string): Promise<string | undefined> {
    return process.env[`MY_VAULT_${entry}`];
  }
}
