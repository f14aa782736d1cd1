/**
 * From the secret's text to the password: the package `jsonpointer`, made safe. It reads own members of
 * parsed JSON only and gives back scalars only (RFC 6901).
 */

import { jsonpointer, losslessJson } from '#commonjs';
import type { LosslessNumber } from 'lossless-json';

import { InvalidValueError, SecretFormatError, SecretNotFoundError } from '../errors.js';
import { quoted } from '../quoted.js';
import { warn } from '../warnings.js';
import { deepestJsonNesting, jsonNesting } from './json-nesting.js';

/**
 * Takes the password out of a secret.
 *
 * @param secret - the secret's text
 * @param pointer - a JSON pointer; none means that the text itself is the password, `""` means the
 *   whole JSON document. Without a leading slash it is taken as if it had one, with a warning, since
 *   Atlassian's own products do that.
 * @returns the string at the pointer, or the JSON text of the number or boolean there
 * @throws InvalidValueError for a pointer with a bad escape
 * @throws SecretFormatError for a secret that is not JSON, or a target that is no scalar
 * @throws SecretNotFoundError for a pointer that points at nothing
 */
export function extractPassword(secret: string, pointer: string | undefined): string {
  if (pointer === undefined) return secret;
  const tokens = tokensOf(withLeadingSlash(pointer));
  return scalar(tokens.reduce(ownMember, parseSecret(secret)), pointer);
}

function withLeadingSlash(pointer: string): string {
  if (pointer === '' || pointer.startsWith('/')) return pointer;
  warn({
    code: 'POINTER_WITHOUT_SLASH',
    message: `The JSON pointer ${quoted(pointer)} has no leading slash; it is read as ${quoted(`/${pointer}`)}.`,
  });
  return `/${pointer}`;
}

function tokensOf(pointer: string): readonly string[] {
  if (/~(?![01])/.test(pointer)) {
    throw new InvalidValueError(
      `The JSON pointer ${quoted(pointer)} has a "~" that escapes nothing.`,
      {
        hint: 'In a JSON pointer write ~0 for "~" and ~1 for "/" (RFC 6901).',
      },
    );
  }
  return pointer.split('/').slice(1);
}

function parseSecret(secret: string): unknown {
  try {
    if (jsonNesting(secret) > deepestJsonNesting) throw new RangeError('nested too deeply');
    // Numbers keep their text, so that a long number is the password to its last digit.
    return losslessJson().parse(secret);
  } catch {
    throw new SecretFormatError('The secret is not JSON, so a JSON pointer cannot be applied.', {
      hint: 'Leave the pointer out if the whole secret is the password, or store a JSON object.',
    });
  }
}

function ownMember(parent: unknown, token: string): unknown {
  if (typeof parent !== 'object' || parent === null || isNumber(parent)) return undefined;
  const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
  const own = Array.isArray(parent)
    ? /^(?:0|[1-9]\d*)$/.test(name) && Object.hasOwn(parent, name)
    : Object.hasOwn(parent, name);
  if (!own) return undefined;
  const member: unknown = jsonpointer().get(parent, `/${token}`);
  return member;
}

function isNumber(thing: unknown): thing is LosslessNumber {
  return losslessJson().isLosslessNumber(thing);
}

function scalar(target: unknown, pointer: string): string {
  if (typeof target === 'string') return target;
  if (typeof target === 'boolean') return String(target);
  if (isNumber(target)) return target.value;
  if (target === undefined) {
    throw new SecretNotFoundError(
      `The secret has nothing at the JSON pointer ${quoted(pointer)}.`,
      {
        hint: 'Compare the pointer with the names in the secret, upper and lower case included.',
      },
    );
  }
  const kind = target === null ? 'null' : Array.isArray(target) ? 'an array' : 'an object';
  throw new SecretFormatError(
    `The secret has ${kind} at the JSON pointer ${quoted(pointer)}, not a password.`,
    {
      hint:
        pointer === ''
          ? 'Leave the pointer out to use the whole text of the secret.'
          : 'Point at a string, a number or a boolean.',
    },
  );
}
