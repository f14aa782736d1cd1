/**
 * Batching: what is asked for in the same tick goes out in one call, as many as AWS takes. A single
 * request stays a single call, so that the least privilege for it suffices.
 */

import { dataloader } from '#commonjs';
import type DataLoader from 'dataloader';

import { concernsCaller, isDenied, isTransient } from './aws-errors.js';
import { BatchRequest, whileAwaited, type BatchOptions } from './batch-request.js';

/** How one service is asked, for one and for many. */
export interface BatchCalls<Value> {
  /** How many the call for many takes. */
  readonly limit: number;
  readonly one: (id: string, options: BatchOptions) => Promise<Value>;
  /**
   * What was found, and what failed by itself. What is in neither is asked for singly, which says
   * exactly what is wrong with it. Rejects with the SDK's own error.
   */
  readonly many: (
    ids: readonly string[],
    options: BatchOptions,
  ) => Promise<ReadonlyMap<string, Value | Error>>;
  /** The error of this project for one with which `many` rejects. */
  readonly translate: (error: unknown) => unknown;
  /** Called once, where `many` is not allowed: from then on everything is asked for singly. */
  readonly onDenied: () => void;
}

export class Batch<Value> {
  readonly #calls: BatchCalls<Value>;
  readonly #loader: DataLoader<BatchRequest<Value>, Value>;
  /** What is asked for in this tick, by id: the same id is asked for once. */
  readonly #gathering = new Map<string, BatchRequest<Value>>();
  #denied = false;

  constructor(calls: BatchCalls<Value>) {
    this.#calls = calls;
    const Loader = dataloader();
    this.#loader = new Loader((requests) => this.#send(requests), {
      cache: false,
      maxBatchSize: calls.limit,
    });
  }

  async load(id: string, options: BatchOptions): Promise<Value> {
    options.signal.throwIfAborted();
    const request = this.#gathering.get(id) ?? this.#gather(id);
    return request.wait(options);
  }

  #gather(id: string): BatchRequest<Value> {
    const request = new BatchRequest<Value>(id, (asked) => this.#loader.load(asked));
    this.#gathering.set(id, request);
    return request;
  }

  async #send(requests: readonly BatchRequest<Value>[]): Promise<(Value | Error)[]> {
    for (const { id } of requests) this.#gathering.delete(id);
    const found = requests.length > 1 && !this.#denied ? await this.#sendMany(requests) : undefined;
    return Promise.all(
      requests.map(async (request) => found?.get(request.id) ?? this.#sendOne(request)),
    );
  }

  async #sendMany(
    requests: readonly BatchRequest<Value>[],
  ): Promise<ReadonlyMap<string, Value | Error> | undefined> {
    const ids = requests.map(({ id }) => id);
    try {
      return await this.#calls.many(ids, { signal: whileAwaited(requests) });
    } catch (error) {
      // Asking one by one would fail alike, and make it worse.
      if (isTransient(error) || concernsCaller(error)) throw this.#calls.translate(error);
      if (isDenied(error)) this.#denyForGood();
      // One id that AWS takes for invalid fails the call for all: singly, each gets its own answer.
      return undefined;
    }
  }

  #denyForGood(): void {
    if (!this.#denied) this.#calls.onDenied();
    this.#denied = true;
  }

  /** Fails by itself: one that is missing is no failure of those beside it. */
  #sendOne(request: BatchRequest<Value>): Promise<Value | Error> {
    return this.#calls
      .one(request.id, { signal: whileAwaited([request]) })
      .catch((error: unknown) => (error instanceof Error ? error : new Error('no answer')));
  }
}
