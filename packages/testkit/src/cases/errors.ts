/** What cannot be decrypted rejects with an error that says so, and never with what it was given. */

import assert from 'node:assert/strict';
import { inspect } from 'node:util';

import type { DecrypterErrorCode } from '@password-decrypter/core';

import type { Harness } from '../harness.js';
import { able, decrypt, decrypterError, rejection, type ContractPromise } from '../promises.js';

const secret = 'hunter2-secret-of-the-testkit';

export function errorPromises(badValues: readonly string[]): readonly ContractPromise[] {
  return [
    missingSecret,
    ...(badValues.length === 0 ? [] : [wrongValue(badValues), silentAboutValues(badValues)]),
    backendDown,
    backendUpAgain,
    silentAboutMissing,
    silentAboutOutage,
  ];
}

const missingSecret: ContractPromise = {
  name: 'a missing secret rejects with SecretNotFoundError, which is not retryable',
  needs: ['delete'],
  async check(harness) {
    const error = await decrypterError(callForMissing(harness), 'The secret is missing');
    assertError(error, ['ERR_DECRYPTER_SECRET_NOT_FOUND'], false);
  },
};

function wrongValue(badValues: readonly string[]): ContractPromise {
  return {
    name: 'a value that cannot be right rejects with InvalidValueError, which is not retryable',
    async check(harness) {
      for (const [index, value] of badValues.entries()) {
        const call = decrypt(harness, value);
        const error = await decrypterError(call, `badValues[${index}]`);
        assertError(error, ['ERR_DECRYPTER_INVALID_VALUE'], false);
      }
    },
  };
}

const backendDown: ContractPromise = {
  name: 'a backend that is down rejects with a retryable error',
  needs: ['break'],
  async check(harness) {
    const error = await decrypterError(callDuringOutage(harness), 'The backend is down');
    assertError(error, ['ERR_DECRYPTER_UNAVAILABLE', 'ERR_DECRYPTER_TIME_LIMIT'], true);
  },
};

const backendUpAgain: ContractPromise = {
  name: 'a backend that is up again answers again',
  needs: ['break'],
  async check(harness) {
    const value = await harness.put(secret);
    await able(harness, 'break')();
    await rejection(decrypt(harness, value), 'The backend is down');
    assert(harness.mend, 'The harness has no "mend", which ends what "break" began.');
    await harness.mend();
    assert.equal(await decrypt(harness, value), secret);
  },
};

function silentAboutValues(badValues: readonly string[]): ContractPromise {
  return {
    name: 'no error holds the value',
    async check(harness) {
      for (const value of badValues) {
        const error = await rejection(decrypt(harness, value), 'The value is wrong');
        assertSilent(error, value);
        // Parsers like to quote a part of what they could not parse.
        for (const part of value.match(/[\w-]{8,}/g) ?? []) assertSilent(error, part);
      }
    },
  };
}

const silentAboutMissing: ContractPromise = {
  name: 'no error holds the value or the secret: the secret is missing',
  needs: ['delete'],
  async check(harness) {
    const value = await harness.put(secret);
    await able(harness, 'delete')(value);
    const error = await rejection(decrypt(harness, value), 'The secret is missing');
    assertSilent(error, value);
    assertSilent(error, secret);
  },
};

const silentAboutOutage: ContractPromise = {
  name: 'no error holds the value or the secret: the backend is down',
  needs: ['break'],
  async check(harness) {
    const value = await harness.put(secret);
    await able(harness, 'break')();
    const error = await rejection(decrypt(harness, value), 'The backend is down');
    assertSilent(error, value);
    assertSilent(error, secret);
  },
};

async function callForMissing(harness: Harness): Promise<string> {
  const value = await harness.put(secret);
  await able(harness, 'delete')(value);
  return decrypt(harness, value);
}

async function callDuringOutage(harness: Harness): Promise<string> {
  const value = await harness.put(secret);
  await able(harness, 'break')();
  return decrypt(harness, value);
}

function assertError(
  error: { readonly code: string; readonly retryable: boolean; readonly hint: string },
  codes: readonly DecrypterErrorCode[],
  retryable: boolean,
): void {
  const fits = codes.some((code) => code === error.code);
  assert(fits, `The error has the code ${error.code}, and should have ${codes.join(' or ')}.`);
  assert.equal(error.retryable, retryable, `The error should have retryable ${retryable}.`);
  assert(error.hint.trim() !== '', 'The error has no hint that says what to do.');
}

/** Shorter texts occur in any sentence. */
const shortestTelling = 8;

/** Looks where texts hide: message, stack, causes, members, what JSON and the console show. */
function assertSilent(error: unknown, text: string): void {
  if (text.length < shortestTelling) return;
  for (let one = error; one instanceof Error; one = one.cause) {
    const places: Record<string, string> = {
      message: one.message,
      stack: one.stack ?? '',
      'JSON text': JSON.stringify(one),
      inspection: inspect(one, { depth: Infinity, showHidden: true }),
    };
    for (const [place, shown] of Object.entries(places)) {
      assert(!shown.includes(text), `The ${place} of the error holds the value or the secret.`);
    }
  }
  assert(!String(error).includes(text), 'What is thrown holds the value or the secret.');
}
