import {
  inject,
  injectable,
  parseCoordinates,
  quoted,
  SecretNotFoundError,
  type PasswordDecrypter,
} from '@password-decrypter/core';

import { MyVault } from './vault.js';

@injectable()
export class MyVaultDecrypter implements PasswordDecrypter {
  constructor(@inject(MyVault) private readonly vault: MyVault) {}

  async decrypt(value: string, options: { readonly signal: AbortSignal }): Promise<string> {
    options.signal.throwIfAborted();
    const { entry } = parseCoordinates(value, { entry: 'required' });
    const password = await this.vault.read(entry, options);
    if (password !== undefined) return password;
    throw new SecretNotFoundError(`The vault has no entry ${quoted(entry)}.`, {
      hint: `Set the environment variable ${quoted(`MY_VAULT_${entry}`)}.`,
    });
  }
}
