/** Calls at the same time do not disturb each other. */

import assert from 'node:assert/strict';

import { able, decrypt, type ContractPromise } from '../promises.js';

export const concurrencyPromises: readonly ContractPromise[] = [
  {
    name: 'a hundred calls at once all get the secret',
    async check(harness) {
      const value = await harness.put('s3cret');
      const calls = Array.from({ length: 100 }, () => decrypt(harness, value));
      assert.deepEqual([...new Set(await Promise.all(calls))], ['s3cret']);
    },
  },
  {
    name: 'calls for different secrets at once each get their own',
    async check(harness) {
      const secrets = Array.from({ length: 10 }, (_, index) => `s3cret-${index}`);
      const values: string[] = [];
      for (const secret of secrets) values.push(await harness.put(secret));
      const passwords = await Promise.all(values.map((value) => decrypt(harness, value)));
      assert.deepEqual(passwords, secrets, 'A call got the secret of another.');
    },
  },
  {
    name: 'a call leaves its options alone',
    async check(harness) {
      const value = await harness.put('s3cret');
      const { signal } = new AbortController();
      const options = { signal };
      await harness.decrypter.decrypt(value, options);
      assert.deepEqual(Object.keys(options), ['signal'], 'The options were added to.');
      assert.equal(options.signal, signal, 'The signal was replaced.');
    },
  },
  {
    name: 'a call that fails leaves those beside it alone',
    needs: ['delete'],
    async check(harness) {
      const [missing, there] = [await harness.put('one'), await harness.put('two')];
      await able(harness, 'delete')(missing);
      const [failed, fine] = await Promise.allSettled([
        decrypt(harness, missing),
        decrypt(harness, there),
      ]);
      assert.equal(failed.status, 'rejected', 'The missing secret was found.');
      assert.deepEqual(fine, { status: 'fulfilled', value: 'two' });
    },
  },
];
