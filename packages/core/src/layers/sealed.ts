/**
 * The innermost layer: whatever a decrypter throws or returns, only our own words leave. An error of
 * this project passes, unless its text holds the value; everything else is reported as a defect
 * of the plugin, told by the place in the code where it was thrown and nothing more.
 */

import { DecrypterFailedError, DecrypterError, isDecrypterError } from '../errors.js';
import * as errors from '../errors.js';
import type { AnyDecrypterError } from '../errors.js';
import type { PasswordDecrypter } from '../password-decrypter.js';

export function sealed(inner: PasswordDecrypter, classname: string): PasswordDecrypter {
  return {
    async decrypt(value, options) {
      options.signal.throwIfAborted();
      let password: unknown;
      try {
        password = await inner.decrypt(value, options);
      } catch (error) {
        // Clients wrap an abort in errors of their own; the caller knows only the reason.
        options.signal.throwIfAborted();
        throw sealedError(error, value, classname);
      }
      if (typeof password === 'string') return password;
      throw defect(classname, 'returned something that is not a string');
    },
  };
}

/** The error as it may leave: our own class, our own words, the classname named. */
export function sealedError(error: unknown, value: string, classname: string): AnyDecrypterError {
  if (!isDecrypterError(error)) {
    return defect(classname, `threw an error that is none of this project's${placeOf(error)}`);
  }
  const { message, hint }: { message: unknown; hint: unknown } = error;
  if (typeof message !== 'string' || typeof hint !== 'string') {
    return defect(classname, 'threw an error without a message and a hint');
  }
  if (quotes(error, value)) return defect(classname, 'threw an error that quotes the value');
  return ours(error, classname);
}

function defect(classname: string, what: string): DecrypterFailedError {
  return new DecrypterFailedError(`The decrypter ${what}.`, {
    classname,
    hint: `This is a defect of the plugin that provides ${classname}; its author is the one to tell. The text is withheld because it could hold the password.`,
  });
}

/** Shorter values occur in any sentence; taking them for a leak would hide good errors. */
const shortestRecognised = 8;

function quotes(error: AnyDecrypterError, value: string): boolean {
  if (value.length < shortestRecognised) return false;
  // As it stands, and as it stands in quotes.
  const forms = [value, JSON.stringify(value).slice(1, -1)];
  return [error.message, error.hint].some((text) => forms.some((form) => text.includes(form)));
}

/** Made anew from what is known to be ours: no cause, no added property, no foreign copy's class. */
function ours(error: AnyDecrypterError, classname: string): AnyDecrypterError {
  const { message, hint, name } = error;
  const details = { hint, classname };
  if (name in errors && name !== 'UnresolvedPropertiesError') {
    const Known = errors[name as Exclude<keyof typeof errors, 'UnresolvedPropertiesError'>];
    if (Known.prototype instanceof DecrypterError) {
      return Reflect.construct(Known, [message, details]) as AnyDecrypterError;
    }
  }
  return defect(classname, 'threw an error of a kind that this version does not know');
}

/** Where it was thrown, by file name and line: code positions are no secrets, messages may be. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error) || typeof error.stack !== 'string') return '';
  const header = `${error.name}: ${error.message}\n`;
  if (!error.stack.startsWith(header)) return '';
  const frame = error.stack.slice(header.length).split('\n', 1)[0] ?? '';
  const place = /^ {4}at .*?([\w.-]+\.[cm]?[jt]s:\d+:\d+)\)?$/.exec(frame)?.[1];
  return place === undefined ? '' : `, at ${place}`;
}
