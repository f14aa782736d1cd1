import type { PasswordDecrypter } from '@password-decrypter/core';

/** The value is the password itself: for development, and for switching a strategy off by name. */
export class PlaintextDecrypter implements PasswordDecrypter {
  async decrypt(value: string, { signal }: { readonly signal: AbortSignal }): Promise<string> {
    signal.throwIfAborted();
    return value;
  }
}
