import { checkedCache } from '../../packages/core/dist/layers/cache-options.js';
import { Cached } from '../../packages/core/dist/layers/cached.js';

const value = 'coordinates';
const { signal } = new AbortController();
const defaults = checkedCache({ max: 1 }); // one password each; `max` decides how much is set aside

/** One application with one password, behind the real cache with its defaults. It logs in every second. */
export class Instance {
  /** When it had its first password, and how old the oldest was that it logged in with. */
  readyAtMs = undefined;
  oldestMs = 0;
  /** Logins that failed because there was no password, or only one that is no longer right. */
  failed = 0;
  #backend;
  #cached;
  #password;
  #fetchedAtMs = 0;
  #busy = false;

  constructor(backend) {
    this.#backend = backend;
    this.#cached = new Cached({ decrypt: () => backend.ask() }, 'Fleet', defaults);
    this.#cached.onFetched(value, (password) => {
      this.#password = password;
      this.#fetchedAtMs = performance.now();
      this.readyAtMs ??= performance.now();
    });
  }

  /** Whether it would be let in. */
  get isCurrent() {
    return this.#password === this.#backend.password;
  }

  login() {
    if (this.#busy) return;
    if (this.isCurrent && this.#cached.fresh(value) !== undefined) return;
    this.#busy = true;
    this.#slowly()
      .catch(() => {
        this.failed += 1;
      })
      .finally(() => {
        this.#busy = false;
      });
  }

  /** What a pool does: asks for the password, and where it is refused, refreshes once. */
  async #slowly() {
    const password = await this.#cached.decrypt(value, { signal });
    if (password !== this.#backend.password) {
      await this.#cached.refresh(value, { signal }, password);
      if (!this.isCurrent) throw new Error('refused');
    }
    this.oldestMs = Math.max(this.oldestMs, performance.now() - this.#fetchedAtMs);
  }
}
