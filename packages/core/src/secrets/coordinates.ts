/**
 * Coordinates: a value that is a JSON object saying where a secret lives. Says which key is wrong and
 * never quotes the value, which may be a password somebody put under the wrong name.
 */

import { InvalidValueError } from '../errors.js';
import { nearestName } from '../nearest-name.js';

/**
 * What a key of coordinates must be: there; not empty where it is there; the same, and shown in examples
 * because it is there as a rule; or anything.
 */
export type CoordinateRule = 'required' | 'optional' | 'usual' | 'may-be-empty';

/** The type that follows from the declared keys; every coordinate is a string. */
export type Coordinates<Keys extends Readonly<Record<string, CoordinateRule>>> = {
  readonly [Key in keyof Keys as Keys[Key] extends 'required' ? Key : never]: string;
} & {
  readonly [Key in keyof Keys as Keys[Key] extends 'required' ? never : Key]?: string;
};

/**
 * Parses coordinates and checks them against the declared keys.
 *
 * @param value - the configured value
 * @param keys - every key a value may have, with its rule
 * @throws InvalidValueError naming the key that is missing, misspelt, empty or no string
 */
export function parseCoordinates<const Keys extends Readonly<Record<string, CoordinateRule>>>(
  value: string,
  keys: Keys,
): Coordinates<Keys> {
  const parsed = parseObject(value, keys);
  const names = Object.keys(keys);
  Object.keys(parsed).forEach((key, index) => {
    if (!Object.hasOwn(keys, key)) throw unknownKey(key, index, names);
  });
  for (const [key, rule] of Object.entries(keys)) {
    if (Object.hasOwn(parsed, key)) assertString(key, parsed[key], rule);
    else if (rule === 'required') throw missingKey(key, keys);
  }
  return parsed as Coordinates<Keys>;
}

function parseObject(
  value: string,
  keys: Readonly<Record<string, CoordinateRule>>,
): Readonly<Record<string, unknown>> {
  const hint = `Write coordinates such as ${example(keys)}; if the value is the password itself, select PlaintextDecrypter.`;
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch (error) {
    throw new InvalidValueError(`The value is not a JSON object${positionOf(error)}.`, { hint });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new InvalidValueError('The value is JSON, but not a JSON object.', { hint });
  }
  return Object.fromEntries(Object.entries(parsed));
}

/** V8 quotes the input before the position; only the number at the end is taken. */
function positionOf(error: unknown): string {
  const text = error instanceof SyntaxError ? error.message : '';
  const position = / in JSON at position (\d+)(?: \(line \d+ column \d+\))?$/.exec(text)?.[1];
  return position === undefined ? '' : ` (character ${Number(position) + 1} is unexpected)`;
}

function unknownKey(key: string, index: number, names: readonly string[]): InvalidValueError {
  const nearest = nearestName(key, names);
  // Only a near miss is quoted: any other key could be part of a password.
  return nearest === undefined
    ? new InvalidValueError(`Key number ${index + 1} of the coordinates is not known.`, {
        hint: `Known keys: ${names.join(', ')}.`,
      })
    : new InvalidValueError(`The coordinates have an unknown key ${JSON.stringify(key)}.`, {
        hint: `Did you mean ${nearest}? Known keys: ${names.join(', ')}.`,
      });
}

function missingKey(
  key: string,
  keys: Readonly<Record<string, CoordinateRule>>,
): InvalidValueError {
  return new InvalidValueError(`The coordinates lack the key "${key}".`, {
    hint: `Add it, as in ${example(keys)}.`,
  });
}

function assertString(key: string, coordinate: unknown, rule: CoordinateRule): void {
  if (typeof coordinate !== 'string') {
    throw new InvalidValueError(`The key "${key}" of the coordinates is not a string.`, {
      hint: `Put the value of "${key}" in double quotes.`,
    });
  }
  if (rule === 'may-be-empty' || coordinate.trim() !== '') return;
  throw new InvalidValueError(`The key "${key}" of the coordinates is empty.`, {
    hint:
      rule === 'required' ? `Give "${key}" a value.` : `Give "${key}" a value, or leave it out.`,
  });
}

function example(keys: Readonly<Record<string, CoordinateRule>>): string {
  const shown = Object.entries(keys).filter(([, rule]) => rule === 'required' || rule === 'usual');
  return JSON.stringify(Object.fromEntries(shown.map(([key]) => [key, '…'])));
}
