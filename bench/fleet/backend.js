import { BackendUnavailableError } from '@password-decrypter/core';

const attempts = 3;
const throttledMs = 500;
const failedMs = 100;
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A backend with a quota, asked as the AWS SDK asks: up to three times, with growing random pauses. */
export class Backend {
  password = 'first';
  down = false;
  /** Requests of each second, answered or not. */
  requests = [];
  #quota;
  #second = -1;
  #answered = 0;

  constructor({ quota }) {
    this.#quota = quota;
  }

  /** @throws BackendUnavailableError where the last attempt is refused as well */
  async ask() {
    for (let attempt = 1; ; attempt += 1) {
      if (this.#answers()) return this.password;
      if (attempt === attempts) throw unavailable();
      await wait(Math.random() * (this.down ? failedMs : throttledMs) * 2 ** (attempt - 1));
    }
  }

  #answers() {
    const second = Math.floor(performance.now() / 1000);
    if (second !== this.#second) [this.#second, this.#answered] = [second, 0];
    this.requests[second] = (this.requests[second] ?? 0) + 1;
    if (this.down || this.#answered >= this.#quota) return false;
    this.#answered += 1;
    return true;
  }
}

function unavailable() {
  return new BackendUnavailableError('The simulated backend does not answer.', { hint: 'Wait.' });
}
