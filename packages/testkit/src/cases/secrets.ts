/** The password is exactly what the backend has now. */

import assert from 'node:assert/strict';

import { able, decrypt, type ContractPromise } from '../promises.js';

interface SecretLimits {
  readonly longestSecretBytes: number;
  readonly emptySecrets: boolean;
}

export function secretPromises({
  longestSecretBytes,
  emptySecrets,
}: SecretLimits): readonly ContractPromise[] {
  const secrets: readonly (readonly [string, string])[] = [
    ['a plain one', 'correct-horse-battery-staple'],
    ...(emptySecrets ? ([['an empty one', '']] as const) : []),
    ['a very long one', 'x'.repeat(longestSecretBytes)],
    ['letters of many scripts', 'pässwörd 密码 пароль 🔑 e\u0301'],
    ['line breaks', 'one\ntwo\r\nthree\n'],
    ['blanks at its ends', '  s3cret\t'],
    ['quotes and backslashes', `"double" 'single' \`back\` \\ \\n \\u0041 %s \${x}`],
    ['what looks like JSON', '{"password":"not this part"}'],
    ['what looks like a number', '007'],
  ];
  return [...secrets.map(([what, secret]) => comesBackExactly(what, secret)), seesAnUpdate];
}

function comesBackExactly(what: string, secret: string): ContractPromise {
  return {
    name: `a secret comes back exactly: ${what}`,
    async check(harness) {
      const value = await harness.put(secret);
      const password = await decrypt(harness, value);
      assert.equal(password, secret, 'The password is not exactly the secret.');
    },
  };
}

const seesAnUpdate: ContractPromise = {
  name: 'the backend is asked every time: an update is seen',
  needs: ['update'],
  async check(harness) {
    const value = await harness.put('before-the-update');
    await decrypt(harness, value);
    await able(harness, 'update')(value, 'after-the-update');
    const password = await decrypt(harness, value);
    assert.equal(password, 'after-the-update', 'The password is that of before the update.');
  },
};
