import { setMaxListeners } from 'node:events';

/**
 * Settles as `work` does, or rejects with the signal's reason as soon as it aborts, whatever `work`
 * makes of the signal. The listener is gone when it settles.
 *
 * @param signal - none where nobody may end the wait
 */
export async function untilAborted<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (signal === undefined) return work;
  let leave: (() => void) | undefined;
  // Many callers may share one signal; without this, Node takes the eleventh for a leak.
  setMaxListeners(0, signal);
  const aborted = new Promise<never>((_, reject) => {
    // A caller's reason may be anything; it is handed back unwrapped.
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
    leave = () => reject(signal.reason);
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (leave !== undefined) signal.removeEventListener('abort', leave);
  }
}
