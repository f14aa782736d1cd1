/**
 * Nested configuration as properties: names are joined with dots. An object that stands at a governed
 * password property becomes its JSON text, so that coordinates can be written as a nested object.
 */

import { governedProperties, type Properties } from '@password-decrypter/core';
import { isLosslessNumber, stringify, type LosslessNumber } from 'lossless-json';

import type { Origin } from './origin.js';
import { UniqueProperties } from './unique-properties.js';

/** What JSON and YAML files are made of; numbers keep the text they are written with. */
export type Nested = Scalar | readonly Nested[] | NestedObject;
type Scalar = string | boolean | LosslessNumber | null;
export interface NestedObject {
  readonly [name: string]: Nested;
}

/** No configuration is this deep; what walks it may recurse. */
export const deepestNesting = 64;
/** Of the names below a password, this one does not belong to its coordinates. */
const decrypterName = 'decrypter';

export function propertiesOf(root: Nested, origin: Origin): Properties {
  if (!isNestedObject(root)) {
    throw origin.error({
      reason: 'this is not an object with properties.',
      hint: 'Write names with values.',
    });
  }
  const properties = new UniqueProperties(origin);
  const governed = governedNames(root, origin);
  for (const [name, nested] of leaves(root, origin, governed)) {
    // A name without a value is as good as absent.
    if (nested !== null) properties.add(name, textOf(nested));
  }
  return properties.toProperties();
}

/** The names at which an object is coordinates. */
function governedNames(root: NestedObject, origin: Origin): ReadonlySet<string> {
  const found = new Map<string, string>();
  for (const [name, nested] of leaves(root, origin, new Set())) {
    found.set(name, nested === null || typeof nested === 'object' ? '' : textOf(nested));
    // Every object on the way could be coordinates.
    const parts = name.split('.');
    parts.forEach((_, index) => {
      const above = parts.slice(0, index).join('.');
      if (!found.has(above)) found.set(above, '');
    });
  }
  return new Set(governedProperties(Object.fromEntries(found)).map(({ property }) => property));
}

function* leaves(
  object: NestedObject,
  origin: Origin,
  governed: ReadonlySet<string>,
  path: readonly string[] = [],
): Generator<readonly [string, Nested]> {
  if (path.length > deepestNesting) {
    throw origin.error({
      reason: 'the properties are nested too deeply.',
      hint: `Nest at most ${deepestNesting} levels.`,
    });
  }
  const name = path.join('.');
  const coordinates: [string, Nested][] = [];
  for (const [key, nested] of Object.entries(object)) {
    if (governed.has(name) && !isDecrypterName(key)) coordinates.push([key, nested]);
    else if (isNestedObject(nested)) yield* leaves(nested, origin, governed, [...path, key]);
    else yield [[...path, key].join('.'), nested];
  }
  if (coordinates.length > 0) yield [name, Object.fromEntries(coordinates)];
}

/** Also with dots: "decrypter.classname". */
function isDecrypterName(key: string): boolean {
  return key === decrypterName || key.startsWith(`${decrypterName}.`);
}

function textOf(nested: Nested): string {
  if (typeof nested === 'string') return nested;
  if (isScalar(nested)) return String(nested);
  const isListOfScalars = Array.isArray(nested) && nested.every(isScalar);
  return isListOfScalars ? nested.map(textOf).join(',') : (stringify(nested) ?? '');
}

function isScalar(nested: Nested): nested is Exclude<Scalar, null> {
  return typeof nested === 'string' || typeof nested === 'boolean' || isLosslessNumber(nested);
}

function isNestedObject(nested: Nested): nested is NestedObject {
  return (
    typeof nested === 'object' && nested !== null && !Array.isArray(nested) && !isScalar(nested)
  );
}
