import { channel } from 'node:diagnostics_channel';

import { isDecrypterError, type DecrypterErrorCode } from '../errors.js';
import type { CallReason, LayeredDecrypter } from './layer.js';

/** One backend call as observers see it: who, how long, which code; never what. */
export interface DecryptEvent {
  readonly classname: string;
  /** The property whose password was wanted, where known. */
  readonly property?: string | undefined;
  /** Why the backend was called. */
  readonly reason: CallReason;
  readonly durationMs: number;
  readonly outcome: 'decrypted' | 'failed' | 'aborted';
  /** The error's code, where the outcome is `failed`. */
  readonly code?: DecrypterErrorCode;
}

/** The `node:diagnostics_channel` on which a {@link DecryptEvent} is published for each backend call. */
export const decryptChannelName = 'password-decrypter:decrypt';

const calls = channel(decryptChannelName);

/** Publishes each backend call, where somebody listens. */
export function traced(inner: LayeredDecrypter, classname: string): LayeredDecrypter {
  return {
    async decrypt(value, options) {
      if (!calls.hasSubscribers) return inner.decrypt(value, options);
      const startedAt = performance.now();
      const publish = (ending: Pick<DecryptEvent, 'outcome' | 'code'>) =>
        calls.publish({
          classname,
          property: options.property,
          reason: options.reason ?? 'uncached',
          durationMs: performance.now() - startedAt,
          ...ending,
        } satisfies DecryptEvent);
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
