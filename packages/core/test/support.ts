import { subscribe, unsubscribe } from 'node:diagnostics_channel';

import { expect } from 'chai';
import {
  definePlugin,
  isDecrypterError,
  warningChannelName,
  type AnyDecrypterError,
  type DecrypterPlugin,
  type DecrypterWarning,
  type PasswordDecrypter,
} from '@password-decrypter/core';

/** A plugin with one decrypter, called as asked. */
export function pluginOf(
  classname: string,
  decrypt: PasswordDecrypter['decrypt'],
  more: { name?: string; aliases?: readonly string[] } = {},
): DecrypterPlugin {
  const { name = 'test-plugin', aliases = [] } = more;
  return definePlugin({
    name,
    decrypters: [{ classname, aliases, summary: 'For a test.', create: () => ({ decrypt }) }],
  });
}

/** The error of this project that the work ends with. */
export async function failure(work: Promise<unknown>): Promise<AnyDecrypterError> {
  const error: unknown = await work.then(
    () => expect.fail('it should have failed'),
    (reason: unknown) => reason,
  );
  if (!isDecrypterError(error)) throw error;
  return error;
}

/** A promise and its ends. */
export function deferred<T>() {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

export const never = new AbortController().signal;

/** The codes of the warnings that are published while the work is done. */
export async function warningsDuring(work: () => unknown): Promise<readonly string[]> {
  const codes: string[] = [];
  const listen = (warning: unknown) => codes.push((warning as DecrypterWarning).code);
  subscribe(warningChannelName, listen);
  try {
    await work();
  } finally {
    unsubscribe(warningChannelName, listen);
  }
  return codes;
}
