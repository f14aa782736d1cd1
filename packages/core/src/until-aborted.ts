import { setMaxListeners } from 'node:events';

/**
 * Settles as `work` does, or rejects with the signal's reason as soon as it aborts, whatever `work`
 * makes of the signal. The listener is gone when it settles.
 *
 * @param signal - none where nobody may end the wait
 */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  // Many callers may share one signal; without this, Node takes the eleventh for a leak.
  setMaxListeners(0, signal);
  return new Promise((resolve, reject) => {
    // A caller's reason may be anything; it is handed back unwrapped.
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
    const leave = () => reject(signal.reason);
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
    const settled = () => signal.removeEventListener('abort', leave);
    work.finally(settled).then(resolve, reject);
  });
}
