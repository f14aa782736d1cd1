import { untilAborted } from '@password-decrypter/core';

/** What every call takes. */
export interface BatchOptions {
  readonly signal: AbortSignal;
}

/** One id that is asked for, and all who wait for its answer. */
export class BatchRequest<Value> {
  readonly id: string;
  readonly #answer: Promise<Value>;
  #callers = 0;
  #answered = false;
  #onAbandoned: (() => void) | undefined;

  constructor(id: string, ask: (request: BatchRequest<Value>) => Promise<Value>) {
    this.id = id;
    this.#answer = ask(this);
    const answered = () => {
      this.#answered = true;
    };
    // Both ways handled: where everybody has left, nobody needs to know how it ends.
    this.#answer.then(answered, answered);
  }

  /** The answer, for one more caller, who leaves when the signal aborts. */
  async wait({ signal }: BatchOptions): Promise<Value> {
    this.#callers += 1;
    try {
      return await untilAborted(this.#answer, signal);
    } finally {
      this.#callers -= 1;
      if (this.isAbandoned && !this.#answered) this.#onAbandoned?.();
    }
  }

  get isAbandoned(): boolean {
    return this.#callers === 0;
  }

  /** Calls the listener, in place of any before it, when the last caller leaves without an answer. */
  onAbandoned(listener: () => void): void {
    this.#onAbandoned = listener;
  }
}

/** Aborts when nobody waits for any of the requests any more. */
export function whileAwaited(requests: readonly BatchRequest<unknown>[]): AbortSignal {
  const call = new AbortController();
  let awaited = requests.filter((request) => !request.isAbandoned).length;
  if (awaited === 0) call.abort();
  for (const request of requests) {
    request.onAbandoned(() => {
      awaited -= 1;
      if (awaited === 0) call.abort();
    });
  }
  return call.signal;
}
