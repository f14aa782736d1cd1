/** What a case is made of: one promise of the contract, and how to see that it is kept. */

import assert from 'node:assert/strict';

import { isDecrypterError, type AnyDecrypterError } from '@password-decrypter/core';

import type { Harness } from './harness.js';

/** What a backend may be able to do besides storing secrets. */
export type Ability = 'update' | 'delete' | 'break' | 'stall';

export interface ContractPromise {
  readonly name: string;
  /** What the harness must be able to do. */
  readonly needs?: readonly Ability[];
  readonly check: (harness: Harness, start: () => Promise<Harness>) => Promise<void>;
}

/** Decrypts as core does: with a signal. */
export function decrypt(
  { decrypter }: Harness,
  value: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<string> {
  return decrypter.decrypt(value, { signal });
}

/** The harness's way to do something; an author who forgot it learns which option says so. */
export function able<A extends Ability>(harness: Harness, ability: A): Required<Harness>[A] {
  const way = harness[ability];
  assert(way, `The harness has no "${ability}"; add it, or say { without: ['${ability}'] }.`);
  return way.bind(harness) as Required<Harness>[A];
}

/** What a call rejects with. */
export async function rejection(call: Promise<unknown>, when: string): Promise<unknown> {
  let resolved = true;
  const reason: unknown = await call.catch((error: unknown) => {
    resolved = false;
    return error;
  });
  assert(!resolved, `${when}: decrypt resolved, and should have rejected.`);
  return reason;
}

/** What a call rejects with, which must be an error of this project. */
export async function decrypterError(
  call: Promise<unknown>,
  when: string,
): Promise<AnyDecrypterError> {
  const error = await rejection(call, when);
  if (isDecrypterError(error)) return error;
  const what = error instanceof Error ? error.name : typeof error;
  return assert.fail(`${when}: decrypt rejected with ${what}, which is no error of this project.`);
}
