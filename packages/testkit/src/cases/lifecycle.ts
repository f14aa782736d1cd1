/** A decrypter lives beside others, and leaves nothing behind. */

import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

import type { Harness } from '../harness.js';
import { decrypt, type ContractPromise } from '../promises.js';

export const lifecyclePromises: readonly ContractPromise[] = [
  {
    name: 'two of them live side by side, and one goes on when the other ends',
    async check(harness, start) {
      const other = await start();
      const [ours, theirs] = [await harness.put('ours'), await other.put('theirs')];
      try {
        assert.equal(await decrypt(other, theirs), 'theirs');
        assert.equal(await decrypt(harness, ours), 'ours');
      } finally {
        await other[Symbol.asyncDispose]();
      }
      assert.equal(await decrypt(harness, ours), 'ours');
    },
  },
  {
    name: 'no rejection is left unhandled',
    async check(harness) {
      const unhandled = await unhandledDuring(() => everyEnding(harness));
      assert.equal(unhandled, 0, `${unhandled} rejections were left unhandled.`);
    },
  },
  {
    name: 'nothing is left that keeps the process alive',
    async check(_, start) {
      const before = resources();
      const harness = await start();
      try {
        await everyEnding(harness);
      } finally {
        await harness[Symbol.asyncDispose]();
      }
      const left = await leftover(before);
      assert.deepEqual(left, [], 'Timers, sockets or the like are left.');
    },
  },
];

/** A call that succeeds, one that is aborted under way, and one that is aborted beforehand. */
async function everyEnding(harness: Harness): Promise<void> {
  const value = await harness.put('s3cret');
  await decrypt(harness, value);
  const abort = new AbortController();
  const call = decrypt(harness, value, abort.signal);
  abort.abort();
  await Promise.allSettled([call, decrypt(harness, value, AbortSignal.abort())]);
}

/** Counts in place of whoever listens now: a test runner takes a rejection for a failure of its own. */
async function unhandledDuring(work: () => Promise<void>): Promise<number> {
  const listeners = process.listeners('unhandledRejection');
  let unhandled = 0;
  const count = () => {
    unhandled += 1;
  };
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', count);
  try {
    await work();
    await delay(50);
  } finally {
    process.removeListener('unhandledRejection', count);
    for (const listener of listeners) process.on('unhandledRejection', listener);
  }
  return unhandled;
}

/** What keeps the process alive, by kind. Timers and sockets without a reference do not count. */
function resources(): readonly string[] {
  return process.getActiveResourcesInfo();
}

const patienceMs = 1000;
const pauseMs = 50;

/** What is there now and was not before, once the last of it has had time to end. */
async function leftover(before: readonly string[]): Promise<readonly string[]> {
  let left: readonly string[] = [];
  for (let waited = 0; waited < patienceMs; waited += pauseMs) {
    await delay(pauseMs);
    left = added(before, resources());
    if (left.length === 0) break;
  }
  return left;
}

function added(before: readonly string[], now: readonly string[]): readonly string[] {
  const known = [...before];
  return now.filter((kind) => {
    const index = known.indexOf(kind);
    if (index !== -1) known.splice(index, 1);
    return index === -1;
  });
}
