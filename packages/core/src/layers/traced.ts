import { channel } from 'node:diagnostics_channel';

import { isDecrypterError, type DecrypterErrorCode } from '../errors.js';
import type { PasswordDecrypter } from '../password-decrypter.js';

/** One backend call as observers see it: who, how long, which code; never what. */
export interface DecryptEvent {
  readonly classname: string;
  readonly durationMs: number;
  readonly outcome: 'decrypted' | 'failed' | 'aborted';
  /** The error's code, where the outcome is `failed`. */
  readonly code?: DecrypterErrorCode;
}

/** The `node:diagnostics_channel` on which a {@link DecryptEvent} is published for each backend call. */
export const decryptChannelName = 'password-decrypter:decrypt';

const calls = channel(decryptChannelName);

/** Publishes each backend call, where somebody listens. */
export function traced(inner: PasswordDecrypter, classname: string): PasswordDecrypter {
  return {
    async decrypt(value, options) {
      if (!calls.hasSubscribers) return inner.decrypt(value, options);
      const startedAt = performance.now();
      const publish = (ending: Pick<DecryptEvent, 'outcome' | 'code'>) =>
        calls.publish({ classname, durationMs: performance.now() - startedAt, ...ending });
      try {
        const password = await inner.decrypt(value, options);
        publish({ outcome: 'decrypted' });
        return password;
      } catch (error) {
        publish(
          isDecrypterError(error)
            ? { outcome: 'failed', code: error.code }
            : { outcome: 'aborted' },
        );
        throw error;
      }
    },
  };
}
