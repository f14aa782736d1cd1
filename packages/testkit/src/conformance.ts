/**
 * The contract made runnable. `conformance` gives named cases, one for each promise; they need no
 * test runner, and fit every one:
 *
 *     for (const { name, run } of conformance(start)) it(name, run);
 */

import { abortPromises } from './cases/abort.js';
import { concurrencyPromises } from './cases/concurrency.js';
import { errorPromises } from './cases/errors.js';
import { lifecyclePromises } from './cases/lifecycle.js';
import { secretPromises } from './cases/secrets.js';
import type { Harness } from './harness.js';
import type { Ability, ContractPromise } from './promises.js';

/** One promise of the contract. */
export interface ConformanceCase {
  readonly name: string;
  /** Rejects with an error that says which promise is broken, and how. */
  readonly run: () => Promise<void>;
}

/** What is special about a decrypter. */
export interface ConformanceOptions {
  /**
   * Values that the decrypter cannot take: by default what is no coordinates. An empty list says that
   * every value is right, as for plaintext.
   */
  readonly badValues?: readonly string[];
  /** What the backend has no way to do; the cases that need it are left out. Nothing by default. */
  readonly without?: readonly Ability[];
  /** The longest secret that the backend stores, in bytes of UTF-8. 4,000 by default. */
  readonly longestSecretBytes?: number;
  /** Whether the backend stores an empty secret. It does by default. */
  readonly emptySecrets?: boolean;
}

/** A password under the wrong name, broken JSON, JSON of another kind, a key nobody knows. */
const noCoordinates = [
  'correct-horse-battery-staple',
  '{"secret":"correct-horse-battery-staple',
  '"correct-horse-battery-staple"',
  '["correct-horse-battery-staple"]',
  '{"correct-horse-battery-staple":1}',
  '12345678901234567890',
];

/**
 * @param start - starts a harness; each case starts its own, and disposes of it
 * @returns the cases
 */
export function conformance(
  start: () => Promise<Harness>,
  options: ConformanceOptions = {},
): readonly ConformanceCase[] {
  const { badValues = noCoordinates, without = [] } = options;
  const { longestSecretBytes = 4000, emptySecrets = true } = options;
  return [
    ...secretPromises({ longestSecretBytes, emptySecrets }),
    ...errorPromises(badValues),
    ...abortPromises,
    ...concurrencyPromises,
    ...lifecyclePromises,
  ]
    .filter(({ needs = [] }) => !needs.some((ability) => without.includes(ability)))
    .map((promise) => ({ name: promise.name, run: () => keep(promise, start) }));
}

async function keep({ check }: ContractPromise, start: () => Promise<Harness>): Promise<void> {
  const harness = await start();
  try {
    await check(harness, start);
  } finally {
    await harness[Symbol.asyncDispose]();
  }
}
