import { TimeLimitError } from '../errors.js';
import type { PasswordDecrypter } from '../password-decrypter.js';
import type { LayeredDecrypter } from './layer.js';
import { untilAborted } from '../until-aborted.js';

/** How long what may take, and whose it is. */
export interface TimeLimit {
  readonly classname: string;
  readonly timeLimitMs: number;
}

/**
 * Ends each backend call in time: after `timeLimitMs` the call's signal aborts and the caller gets a
 * {@link TimeLimitError}, whether or not the decrypter heeds the signal.
 */
export function timeLimited(inner: PasswordDecrypter, limit: TimeLimit): LayeredDecrypter {
  return {
    async decrypt(value, { signal }) {
      signal?.throwIfAborted();
      return withinLimit((limited) => inner.decrypt(value, { signal: limited }), limit, signal);
    },
  };
}

/** Does work that ends in time, or earlier where the caller's signal aborts. */
export async function withinLimit<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { classname, timeLimitMs }: TimeLimit,
  signal?: AbortSignal,
): Promise<T> {
  const limit = new AbortController();
  const leave = () => limit.abort(signal?.reason);
  signal?.addEventListener('abort', leave, { once: true });
  // Not unref'ed: somebody is waiting for this work, and finally ends the timer with it.
  const timer = setTimeout(() => limit.abort(exceeded(classname, timeLimitMs)), timeLimitMs);
  try {
    return await untilAborted(work(limit.signal), limit.signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', leave);
  }
}

function exceeded(classname: string, timeLimitMs: number): TimeLimitError {
  return new TimeLimitError(`The backend did not answer within ${timeLimitMs} ms.`, {
    classname,
    hint: 'Check the network path to the backend, or raise the time limit (timeLimitMs, --timeout).',
  });
}
