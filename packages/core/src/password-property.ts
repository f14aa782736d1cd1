import { InvalidValueError } from './errors.js';
import {
  governedProperties,
  type GovernedProperty,
  type Properties,
} from './governed-properties.js';
import { nearestName } from './nearest-name.js';
import { quoted } from './quoted.js';

/** The property that is meant, and what decrypts it; an empty classname means nobody does. */
export function passwordProperty(
  properties: Properties,
  name: string | undefined,
): GovernedProperty {
  const governed = governedProperties(properties);
  const [only] = governed;
  if (name === undefined) {
    if (only !== undefined && governed.length === 1) return only;
    throw notOnePassword(governed);
  }
  const found = governed.find(({ property }) => property === name);
  if (found !== undefined) return found;
  const value = Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (typeof value === 'string') return { property: name, classname: '', value };
  const nearest = nearestName(name, Object.keys(properties));
  throw new InvalidValueError(`There is no property ${quoted(name)}.`, {
    property: name,
    hint: nearest === undefined ? 'Check the name of the property.' : `Did you mean ${nearest}?`,
  });
}

function notOnePassword(governed: readonly GovernedProperty[]): InvalidValueError {
  const names = governed.map(({ property }) => property).join(', ');
  return governed.length === 0
    ? new InvalidValueError('No property names a decrypter.', {
        hint: 'Name the property, as in password(properties, "db.password"), or add one that ends in .decrypter.classname.',
      })
    : new InvalidValueError(`There are several passwords: ${names}.`, {
        hint: `Name the one that is meant, as in password(properties, ${quoted(governed[0]?.property ?? '')}).`,
      });
}
