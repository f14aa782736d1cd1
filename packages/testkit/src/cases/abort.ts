/** Whoever has stopped waiting costs nothing. */

import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

import { able, decrypt, rejection, type ContractPromise } from '../promises.js';

/** Prompt is what nobody waits for; a machine under load still gets there. */
const promptMs = 2000;

export const abortPromises: readonly ContractPromise[] = [
  {
    name: 'an aborted signal rejects, without a call of the backend',
    async check(harness) {
      const value = await harness.put('s3cret');
      const before = harness.calls?.();
      const call = decrypt(harness, value, AbortSignal.abort());
      await rejection(call, 'The signal has aborted before the call');
      assert.equal(harness.calls?.(), before, 'The backend was called for an aborted signal.');
    },
  },
  {
    name: 'a call that is under way rejects promptly when its signal aborts',
    needs: ['stall'],
    async check(harness) {
      const value = await harness.put('s3cret');
      await able(harness, 'stall')();
      const abort = new AbortController();
      const call = decrypt(harness, value, abort.signal);
      const ended = rejection(call, 'The signal has aborted').then(() => 'ended' as const);
      const early = await Promise.race([ended, delay(20, 'waiting' as const)]);
      assert.equal(early, 'waiting', 'The call ended although the backend never answers.');
      abort.abort();
      const late = new AbortController();
      const first = await Promise.race([
        ended,
        delay(promptMs, 'late' as const, { signal: late.signal }),
      ]);
      late.abort();
      assert.equal(first, 'ended', `The call went on for ${promptMs} ms after the abort.`);
    },
  },
  {
    name: 'a call leaves no listener on its signal',
    async check(harness) {
      const value = await harness.put('s3cret');
      const { signal } = new AbortController();
      await decrypt(harness, value, signal);
      // Clients end their work a moment after they have answered.
      await delay(50);
      const left = getEventListeners(signal, 'abort').length;
      assert.equal(left, 0, `${left} listeners were left on the signal.`);
    },
  },
];
