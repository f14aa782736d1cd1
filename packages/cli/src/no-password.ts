/** What there is to say where a file has no password to decrypt; `check` and `decrypt` say the same. */

import {
  governedProperties,
  InvalidValueError,
  nearestName,
  type MisspeltClassname,
  type Properties,
} from '@password-decrypter/core';

/** A classname is set, and the property it governs is missing: most likely misspelt. */
export function absentPassword(property: string, properties: Properties): InvalidValueError {
  const nearest = nearestName(property, possiblyMisspelt(properties));
  const named = nearest === undefined ? 'its name' : `the name of ${nearest}`;
  return new InvalidValueError(
    `${property}.decrypter.classname is set, but there is no property ${property}.`,
    { property, hint: `Add the property ${property}, or correct ${named}.` },
  );
}

/** Nearly a classname property: the application would use the coordinates as the password. */
export function misspeltClassname({ property, meant }: MisspeltClassname): InvalidValueError {
  return new InvalidValueError(`${property} decides nothing.`, {
    property,
    hint: `Did you mean ${meant}?`,
  });
}

/** Right for an application, which then uses every password as it stands; not what an operator meant. */
export function nothingGoverned(properties: Properties): InvalidValueError {
  const password =
    Object.keys(properties).find((name) => name.endsWith('password')) ?? 'jdbc.password';
  return new InvalidValueError(
    'No property names a decrypter: every password is used as it stands.',
    {
      hint: `To have ${password} decrypted, add the property ${password}.decrypter.classname; "password-decrypter list" shows what it may be.`,
    },
  );
}

/** What has a classname of its own, or is one, is spelt as it was meant. */
function possiblyMisspelt(properties: Properties): readonly string[] {
  const governed = new Set(governedProperties(properties).map(({ property }) => property));
  return Object.keys(properties).filter(
    (name) => !governed.has(name) && !name.endsWith('.decrypter.classname'),
  );
}
