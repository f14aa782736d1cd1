import test from 'node:test';

import { conformance, createRawDecrypter, type Harness } from '@password-decrypter/testkit';

import plugin from '../src/index.js';

/** A vault that can be filled and emptied; give yours a way to `break`, `mend` and `stall`. */
async function start(): Promise<Harness> {
  const raw = await createRawDecrypter(plugin, 'MyVaultDecrypter');
  const variables: string[] = [];
  const variableOf = (value: string) =>
    `MY_VAULT_${(JSON.parse(value) as { entry: string }).entry}`;
  return {
    decrypter: raw.decrypter,
    async put(secret) {
      const value = JSON.stringify({ entry: `TEST_${Math.random().toString(36).slice(2)}` });
      variables.push(variableOf(value));
      process.env[variableOf(value)] = secret;
      return value;
    },
    async update(value, secret) {
      process.env[variableOf(value)] = secret;
    },
    async delete(value) {
      delete process.env[variableOf(value)];
    },
    async [Symbol.asyncDispose]() {
      for (const variable of variables) delete process.env[variable];
      await raw[Symbol.asyncDispose]();
    },
  };
}

for (const { name, run } of conformance(start, { without: ['break', 'stall'] })) test(name, run);
