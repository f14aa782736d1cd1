/**
 * Freshness. A password is fresh for its time to live; after that it is served at once while it is
 * renewed behind the caller, up to a limit; while the backend fails in passing, up to a longer one. A
 * permanent refusal (denied, deleted) ends it. Attempts are spaced while they fail.
 */

import { LRUCache } from 'lru-cache';

import { disposedError } from '../disposed.js';
import { isDecrypterError, type AnyDecrypterError } from '../errors.js';
import { emptyEntry, keepFresh, type Entry } from './cache-entry.js';
import {
  errors,
  refreshes,
  rotations,
  type ErrorEvent,
  type RefreshEvent,
  type RotationEvent,
} from './cache-events.js';
import type { CacheOptions } from './cache-options.js';
import type { LayeredDecrypter, LayerOptions } from './layer.js';

const longestRetryAfterMs = 30_000;
/** Beyond this, any pause is at its longest. */
const mostDoublings = 30;
/** How much of a pause is left off at random: those who failed together must not come again together. */
const retryJitter = 0.5;

export class Cached implements LayeredDecrypter, Disposable {
  readonly #inner: LayeredDecrypter;
  readonly #classname: string;
  readonly #options: Required<CacheOptions>;
  readonly #entries: LRUCache<string, Entry>;
  readonly #listeners = new Map<string, Set<(password: string) => void>>();
  readonly #closing = new AbortController();

  constructor(inner: LayeredDecrypter, classname: string, options: Required<CacheOptions>) {
    this.#inner = inner;
    this.#classname = classname;
    this.#options = options;
    this.#entries = new LRUCache({
      max: options.max,
      // Not for an entry that is put again.
      dispose: (entry, _, reason) => {
        if (reason !== 'set') clearTimeout(entry.staling);
      },
    });
  }

  /** The password where it is fresh: the path that nearly every call takes. */
  fresh(value: string): Promise<string> | undefined {
    return this.#entries.get(value)?.fresh;
  }

  async decrypt(value: string, options: LayerOptions): Promise<string> {
    options.signal?.throwIfAborted();
    this.#closing.signal.throwIfAborted();
    const entry = this.#entryOf(value);
    const now = performance.now();
    const { text } = entry;
    if (text === undefined || !this.#servesStale(entry, now)) {
      return this.#fetchOr(text, value, entry, options);
    }
    if (now >= entry.freshUntil && now >= entry.retryAt) this.#renew(value, entry, options);
    return text;
  }

  /**
   * Asks the backend now; calls at the same time share one.
   *
   * @param refused - the password that a login was refused with; where another one is known already,
   *   the backend is not asked
   * @returns whether there is another password than the one refused, or known before
   */
  async refresh(value: string, options: LayerOptions, refused?: string): Promise<boolean> {
    options.signal?.throwIfAborted();
    this.#closing.signal.throwIfAborted();
    const entry = this.#entryOf(value);
    const before = refused ?? entry.text;
    if (refused !== undefined && entry.text !== undefined && entry.text !== refused) return true;
    const { attempt } = entry;
    const ask = () => this.#fetch(value, entry, { ...options, reason: 'refresh' }, refused);
    let password = await ask();
    // A call that was under way may have departed before the login was refused.
    const older = attempt !== undefined && attempt.refused !== refused;
    if (older && password === refused) password = await ask();
    return before !== undefined && password !== before;
  }

  /** The password as it was last fetched. */
  known(value: string): string | undefined {
    return this.#entries.peek(value)?.text;
  }

  /** Tells of each password that is fetched for a value. Returns what ends it. */
  onFetched(value: string, listener: (password: string) => void): () => void {
    const listeners = this.#listeners.get(value) ?? new Set();
    this.#listeners.set(value, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(value);
    };
  }

  /** Ends the renewals that are under way, and forgets every password. */
  [Symbol.dispose](): void {
    this.#closing.abort(disposedError());
    this.#entries.clear();
    this.#listeners.clear();
  }

  #entryOf(value: string): Entry {
    const known = this.#entries.get(value);
    if (known !== undefined) return known;
    const entry = emptyEntry();
    this.#entries.set(value, entry);
    return entry;
  }

  /** Whether a password may be served without waiting for the backend. */
  #servesStale(entry: Entry, now: number): boolean {
    const { staleMs, staleOnErrorMs } = this.#options;
    if (now < entry.freshUntil + staleMs) return true;
    // A failure of long ago says nothing of the backend now.
    const failing = entry.failures > 0 && now < entry.retryAt + longestRetryAfterMs;
    return failing && now < entry.fetchedAt + staleOnErrorMs;
  }

  /** Waits for the backend; where that fails in passing, the password that is known may still do. */
  async #fetchOr(
    known: string | undefined,
    value: string,
    entry: Entry,
    options: LayerOptions,
  ): Promise<string> {
    // The last failure still stands: asking again this soon would hammer the backend.
    if (performance.now() < entry.retryAt && entry.failure !== undefined) throw entry.failure;
    try {
      return await this.#fetch(value, entry, {
        ...options,
        reason: this.#options.ttlMs === 0 ? 'uncached' : 'miss',
      });
    } catch (error) {
      const usableUntil = entry.fetchedAt + this.#options.staleOnErrorMs;
      const passing = isDecrypterError(error) && !endsPassword(error);
      const usable = passing && performance.now() < usableUntil;
      if (known !== undefined && usable) return known;
      throw error;
    }
  }

  #renew(value: string, entry: Entry, { property }: LayerOptions): void {
    if (entry.attempt !== undefined) return;
    const { signal } = this.#closing;
    // Nobody waits for it: its failure is recorded, and told on a channel.
    this.#fetch(value, entry, { signal, property, reason: 'renewal' }).catch(() => undefined);
  }

  async #fetch(
    value: string,
    entry: Entry,
    options: LayerOptions,
    refused?: string,
  ): Promise<string> {
    const attempt = (entry.attempt ??= { callers: 0, counted: false, refused });
    attempt.callers += 1;
    const startedAt = performance.now();
    const publish = (outcome: RefreshEvent['outcome']) =>
      this.#publishRefresh(options, startedAt, outcome);
    try {
      const password = await this.#inner.decrypt(value, options);
      if (!attempt.counted) publish(this.#succeeded(value, entry, password, options));
      attempt.counted = true;
      return password;
    } catch (error) {
      if (options.signal?.aborted) {
        publish('aborted');
      } else if (isDecrypterError(error) && !attempt.counted) {
        this.#failed(entry, error, options);
        publish('failed');
        attempt.counted = true;
      }
      throw error;
    } finally {
      attempt.callers -= 1;
      const over = attempt.counted || attempt.callers === 0;
      if (over && entry.attempt === attempt) entry.attempt = undefined;
    }
  }

  #succeeded(
    value: string,
    entry: Entry,
    password: string,
    { property }: LayerOptions,
  ): 'same' | 'rotated' {
    const { ttlMs, jitter } = this.#options;
    const rotated = entry.text !== undefined && entry.text !== password;
    const now = performance.now();
    entry.text = password;
    entry.fetchedAt = now;
    // An entry that has gone meanwhile must leave nothing behind that holds the password.
    const kept = this.#entries.peek(value) === entry;
    keepFresh(entry, password, kept ? ttlMs * (1 - jitter * Math.random()) : 0);
    entry.failures = 0;
    entry.retryAt = -Infinity;
    entry.failure = undefined;
    if (rotated && rotations.hasSubscribers) {
      rotations.publish({ classname: this.#classname, property } satisfies RotationEvent);
    }
    for (const listener of this.#listeners.get(value) ?? []) listener(password);
    return rotated ? 'rotated' : 'same';
  }

  #failed(entry: Entry, error: AnyDecrypterError, { property }: LayerOptions): void {
    const { retryAfterMs, staleOnErrorMs } = this.#options;
    const now = performance.now();
    const growth = 2 ** Math.min(entry.failures, mostDoublings);
    const pauseMs = Math.min(longestRetryAfterMs, retryAfterMs * growth);
    entry.retryAt = now + pauseMs * (1 - retryJitter * Math.random());
    entry.failures += 1;
    entry.failure = error;
    if (endsPassword(error)) {
      entry.text = undefined;
      keepFresh(entry, '', 0);
    }
    if (!errors.hasSubscribers) return;
    const stale = entry.text !== undefined && now < entry.fetchedAt + staleOnErrorMs;
    const { code, retryable } = error;
    const served = stale ? 'stale' : 'nothing';
    errors.publish({
      classname: this.#classname,
      property,
      code,
      retryable,
      served,
    } satisfies ErrorEvent);
  }

  #publishRefresh(
    { property, reason }: LayerOptions,
    startedAt: number,
    outcome: RefreshEvent['outcome'],
  ): void {
    if (!refreshes.hasSubscribers || (reason !== 'renewal' && reason !== 'refresh')) return;
    const durationMs = performance.now() - startedAt;
    const classname = this.#classname;
    refreshes.publish({ classname, property, reason, durationMs, outcome } satisfies RefreshEvent);
  }
}

/**
 * Denied, deleted, bad coordinates: the password is no longer ours. What a plugin failed to describe
 * says nothing of the kind.
 */
function endsPassword({ retryable, code }: AnyDecrypterError): boolean {
  return !retryable && code !== 'ERR_DECRYPTER_FAILED';
}
