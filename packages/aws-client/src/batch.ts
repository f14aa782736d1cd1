/**
 * Batching: what is asked for in the same tick goes out in one call, as many as AWS takes. A single
 * request stays a single call, so that the least privilege for it suffices.
 */

import { untilAborted } from '@password-decrypter/core';
import DataLoader from 'dataloader';

/** What every call takes. */
export interface BatchOptions {
  readonly signal: AbortSignal;
}

/** How one service is asked, for one and for many. */
export interface BatchCalls<Value> {
  /** How many the call for many takes. */
  readonly limit: number;
  readonly one: (id: string, options: BatchOptions) => Promise<Value>;
  /**
   * What was found, and what failed by itself. What is in neither is asked for singly, which says
   * exactly what is wrong with it.
   */
  readonly many: (
    ids: readonly string[],
    options: BatchOptions,
  ) => Promise<ReadonlyMap<string, Value | Error>>;
  /** Whether the call for many failed because it is not allowed. */
  readonly isDenied: (error: unknown) => boolean;
  /** Called once, where it is not allowed: from then on everything is asked for singly. */
  readonly onDenied: () => void;
}

export class Batch<Value> {
  readonly #calls: BatchCalls<Value>;
  readonly #loader: DataLoader<Request<Value>, Value>;
  /** What is asked for in this tick, by id: the same id is asked for once. */
  readonly #gathering = new Map<string, Request<Value>>();
  #denied = false;

  constructor(calls: BatchCalls<Value>) {
    this.#calls = calls;
    this.#loader = new DataLoader((requests) => this.#send(requests), {
      cache: false,
      maxBatchSize: calls.limit,
    });
  }

  async load(id: string, { signal }: BatchOptions): Promise<Value> {
    signal.throwIfAborted();
    const request = this.#gathering.get(id) ?? this.#gather(id);
    request.callers += 1;
    try {
      return await untilAborted(request.answer, signal);
    } finally {
      request.callers -= 1;
      if (request.callers === 0) request.abandoned.abort();
    }
  }

  #gather(id: string): Request<Value> {
    const request = { id, callers: 0, abandoned: new AbortController() };
    const answer = this.#loader.load(request as Request<Value>);
    // Whoever asked has left: nobody needs to know how it ends.
    answer.catch(() => undefined);
    const gathered = Object.assign(request, { answer });
    this.#gathering.set(id, gathered);
    return gathered;
  }

  async #send(requests: readonly Request<Value>[]): Promise<(Value | Error)[]> {
    for (const { id } of requests) this.#gathering.delete(id);
    const found = requests.length > 1 && !this.#denied ? await this.#sendMany(requests) : undefined;
    return Promise.all(
      requests.map(async (request) => found?.get(request.id) ?? this.#sendOne(request)),
    );
  }

  async #sendMany(
    requests: readonly Request<Value>[],
  ): Promise<ReadonlyMap<string, Value | Error> | undefined> {
    const ids = requests.map(({ id }) => id);
    try {
      return await this.#calls.many(ids, { signal: allAborted(requests) });
    } catch (error) {
      if (!this.#calls.isDenied(error)) throw error;
      if (!this.#denied) this.#calls.onDenied();
      this.#denied = true;
      return undefined;
    }
  }

  /** Fails by itself: one that is missing is no failure of those beside it. */
  #sendOne({ id, abandoned }: Request<Value>): Promise<Value | Error> {
    return this.#calls
      .one(id, { signal: abandoned.signal })
      .catch((error: unknown) => (error instanceof Error ? error : new Error('no answer')));
  }
}

/** One id, and all who wait for it. */
interface Request<Value> {
  readonly id: string;
  readonly answer: Promise<Value>;
  readonly abandoned: AbortController;
  callers: number;
}

/** Aborts when nobody waits for any of them any more. */
function allAborted(requests: readonly Request<unknown>[]): AbortSignal {
  const all = new AbortController();
  let waiting = requests.length;
  for (const { abandoned } of requests) {
    abandoned.signal.addEventListener('abort', () => {
      waiting -= 1;
      if (waiting === 0) all.abort();
    });
  }
  return all.signal;
}
