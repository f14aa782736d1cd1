import type { AnyDecrypterError } from '../errors.js';
import { longestTimerMs } from '../longest-timer.js';

/** One password over time. */
export interface Entry {
  /**
   * Resolved, and there as long as it is fresh: a hit makes nothing new, and need not read the clock,
   * which would cost more than all the rest.
   */
  fresh: Promise<string> | undefined;
  staling: NodeJS.Timeout | undefined;
  text: string | undefined;
  fetchedAt: number;
  freshUntil: number;
  /** Failed attempts since the last good one, and when the next may be made. */
  failures: number;
  retryAt: number;
  failure: AnyDecrypterError | undefined;
  attempt: Attempt | undefined;
}

/** One flight of the layer below, which several callers may share; its outcome counts once. */
export interface Attempt {
  callers: number;
  counted: boolean;
  /** The password whose refusal is the reason for it. */
  readonly refused: string | undefined;
}

export function emptyEntry(): Entry {
  return {
    fresh: undefined,
    staling: undefined,
    text: undefined,
    fetchedAt: 0,
    freshUntil: -Infinity,
    failures: 0,
    retryAt: -Infinity,
    failure: undefined,
    attempt: undefined,
  };
}

/** Makes a password fresh for so long. */
export function keepFresh(entry: Entry, password: string, freshMs: number): void {
  clearTimeout(entry.staling);
  entry.freshUntil = performance.now() + freshMs;
  entry.fresh = freshMs > 0 ? Promise.resolve(password) : undefined;
  if (freshMs <= 0) return;
  const goStale = () => {
    entry.fresh = undefined;
  };
  entry.staling = setTimeout(goStale, Math.min(freshMs, longestTimerMs));
  // Nothing is waiting for it.
  entry.staling.unref();
}
