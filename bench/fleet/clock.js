/**
 * A simulated clock in place of `performance.now`, `setTimeout` and `Math.random`: hours pass in the
 * time their events take, and two runs draw the same chances. Timers are kept by the step they are due
 * in, for there are tens of thousands of them.
 */

const { setTimeout: realSetTimeout, clearTimeout: realClearTimeout } = globalThis;
const realRandom = Math.random;
const afterAllPromises = () => new Promise((resolve) => setImmediate(resolve));

export class Clock {
  #nowMs = 0;
  #stepMs;
  #due = new Map();

  constructor({ stepMs, seed = 1 }) {
    this.#stepMs = stepMs;
    performance.now = () => this.#nowMs;
    globalThis.setTimeout = (callback, ms) => this.#set(callback, ms);
    globalThis.clearTimeout = (timer) => timer && (timer.callback = undefined);
    Math.random = chances(seed);
  }

  get nowMs() {
    return this.#nowMs;
  }

  /** Runs what is due, step by step, and `each` in every step. */
  async run(untilMs, each) {
    for (let step = 0; step * this.#stepMs < untilMs; step += 1) {
      this.#nowMs = step * this.#stepMs;
      for (const { callback } of this.#due.get(step) ?? []) callback?.();
      this.#due.delete(step);
      each(step);
      await afterAllPromises();
    }
  }

  [Symbol.dispose]() {
    delete performance.now;
    Object.assign(globalThis, { setTimeout: realSetTimeout, clearTimeout: realClearTimeout });
    Math.random = realRandom;
  }

  #set(callback, ms = 0) {
    const now = Math.round(this.#nowMs / this.#stepMs);
    const step = now + Math.max(1, Math.ceil(ms / this.#stepMs));
    const timer = { callback, unref: () => timer };
    const others = this.#due.get(step);
    if (others === undefined) this.#due.set(step, [timer]);
    else others.push(timer);
    return timer;
  }
}

/** mulberry32. */
function chances(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
