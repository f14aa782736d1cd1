/**
 * Which property is decrypted by which classname.
 *
 * `P.decrypter.classname = D` makes D the decrypter of property P. As in Atlassian's products,
 * `jdbc.password.decrypter.classname` governs `hibernate.connection.password` too (Confluence: "Encrypt
 * the database password"). A classname of its own goes before that; an empty classname governs nothing.
 */

import { InvalidValueError } from './errors.js';
import { nearestName } from './nearest-name.js';

/** All of an application's properties: dotted names with string values. */
export type Properties = Readonly<Record<string, string>>;

/** A password property, its value, and the classname that decrypts it. */
export interface GovernedProperty {
  readonly property: string;
  readonly classname: string;
  readonly value: string;
}

const suffix = '.decrypter.classname';

/** What a classname for the key governs besides the key itself. */
const alsoGoverned: ReadonlyMap<string, string> = new Map([
  ['jdbc.password', 'hibernate.connection.password'],
]);

/**
 * Pairs every property that is present with the classname that governs it.
 *
 * @throws InvalidValueError where a governed property or its classname is not a string
 */
export function governedProperties(properties: Properties): readonly GovernedProperty[] {
  return [...classnames(properties)]
    .filter(([property]) => Object.hasOwn(properties, property))
    .map(([property, classname]) => ({
      property,
      classname,
      value: stringAt(properties, property),
    }));
}

/** The properties that have a classname and are not there themselves: most likely misspelt. */
export function absentPasswords(properties: Properties): readonly string[] {
  return Object.keys(properties)
    .filter((name) => name.endsWith(suffix) && stringAt(properties, name) !== '')
    .map((name) => name.slice(0, -suffix.length))
    .filter((property) => property !== '')
    .filter((property) => !Object.hasOwn(properties, property))
    .filter((property) => !Object.hasOwn(properties, alsoGoverned.get(property) ?? property));
}

/** A property that decides nothing, and the classname property that was most likely meant. */
export interface MisspeltClassname {
  readonly property: string;
  /** What it would govern. */
  readonly password: string;
  readonly meant: string;
}

/**
 * What is nearly a classname property and stands beside the password it would govern, or its coordinates:
 * `P.decrypter.clasname`, `P.decrypter`.
 */
export function misspeltClassnames(properties: Properties): readonly MisspeltClassname[] {
  const has = (name: string) => Object.hasOwn(properties, name);
  return Object.keys(properties).flatMap((property) => {
    const password = passwordBefore(property);
    if (password === undefined) return [];
    const meant = `${password}${suffix}`;
    const isThere = has(password) || has(`${password}.region`);
    const isElse = has(meant) || has(`${property}${suffix}`);
    return isThere && !isElse ? [{ property, password, meant }] : [];
  });
}

/** The password that a property governs which is nearly, and not quite, a classname property. */
function passwordBefore(property: string): string | undefined {
  if (property.endsWith(suffix)) return undefined;
  if (property.endsWith('.decrypter')) return property.slice(0, -'.decrypter'.length);
  const [, password, decrypter = '', classname = ''] =
    /^(.+)\.([^.]+)\.([^.]+)$/.exec(property) ?? [];
  const near =
    !decrypter.startsWith('enc') &&
    nearestName(decrypter, ['decrypter']) !== undefined &&
    nearestName(classname, ['classname']) !== undefined;
  return near ? password : undefined;
}

function classnames(properties: Properties): ReadonlyMap<string, string> {
  const own = new Map<string, string>();
  for (const name of Object.keys(properties)) {
    if (!name.endsWith(suffix) || name === suffix) continue;
    own.set(name.slice(0, -suffix.length), stringAt(properties, name));
  }
  for (const [property, other] of alsoGoverned) {
    const classname = own.get(property);
    if (classname !== undefined && !own.has(other)) own.set(other, classname);
  }
  for (const [property, classname] of own) {
    if (classname === '') own.delete(property);
  }
  return own;
}

function stringAt(properties: Properties, property: string): string {
  const value: unknown = properties[property];
  if (typeof value === 'string') return value;
  throw new InvalidValueError(`${property}: the value is not a string.`, {
    property,
    hint: 'Give dotted names with string values; readProperties of @password-decrypter/config-files makes them from a nested file.',
  });
}
