import {
  BackendUnavailableError,
  InvalidValueError,
  SecretNotFoundError,
  type PasswordDecrypter,
} from '@password-decrypter/core';
import type { Harness } from '@password-decrypter/testkit';

type Decrypt = PasswordDecrypter['decrypt'];

/** A backend in memory that answers as a real one does: later, or not at all. */
export class Vault {
  readonly secrets = new Map<string, string>();
  calls = 0;
  down = false;
  stalled = false;

  async read(id: string, signal?: AbortSignal): Promise<string | undefined> {
    this.calls += 1;
    await (this.stalled ? untilAborted(signal) : new Promise((resolve) => setImmediate(resolve)));
    if (this.down) throw new Error('connection refused');
    return this.secrets.get(id);
  }
}

function untilAborted(signal?: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
  });
}

export const idOf = (value: string) => /^vault:(\d+)$/.exec(value)?.[1];

/** A decrypter that keeps every promise. */
export function rightDecrypter(vault: Vault): PasswordDecrypter {
  return {
    async decrypt(value, { signal }) {
      signal.throwIfAborted();
      const id = idOf(value);
      if (id === undefined) {
        throw new InvalidValueError('The value names no secret.', { hint: 'Write vault:NUMBER.' });
      }
      const secret = await vault.read(id, signal).catch(() => {
        signal.throwIfAborted();
        throw new BackendUnavailableError('The vault does not answer.', { hint: 'Wait.' });
      });
      if (secret !== undefined) return secret;
      throw new SecretNotFoundError('The vault has no such secret.', { hint: 'Check the number.' });
    },
  };
}

/** Starts a harness around a decrypter of a vault; by default the right one. */
export function harnessOf(
  make: (vault: Vault) => PasswordDecrypter = rightDecrypter,
): () => Promise<Harness> {
  return async () => {
    const vault = new Vault();
    const idIn = (value: string) => idOf(value) ?? '';
    return {
      decrypter: make(vault),
      put: async (secret) => {
        const id = String(1000 + vault.secrets.size);
        vault.secrets.set(id, secret);
        return `vault:${id}`;
      },
      update: async (value, secret) => void vault.secrets.set(idIn(value), secret),
      delete: async (value) => void vault.secrets.delete(idIn(value)),
      break: async () => void (vault.down = true),
      mend: async () => void (vault.down = false),
      stall: async () => void (vault.stalled = true),
      calls: () => vault.calls,
      [Symbol.asyncDispose]: async () => undefined,
    };
  };
}

/** The right decrypter with one thing changed. */
export function brokenBy(
  change: (right: Decrypt, vault: Vault) => Decrypt,
): () => Promise<Harness> {
  return harnessOf((vault) => {
    const right = rightDecrypter(vault);
    return { decrypt: change(right.decrypt.bind(right), vault) };
  });
}
