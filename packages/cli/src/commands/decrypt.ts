/** `password-decrypter decrypt`: one password of a file, printed only where it is asked for. */

import {
  absentPasswords,
  governedProperties,
  InvalidValueError,
  misspeltClassnames,
  nearestName,
  quoted,
  type GovernedProperty,
  type Properties,
} from '@password-decrypter/core';
import { readProperties } from '@password-decrypter/config-files';

import { absentPassword, misspeltClassname, nothingGoverned } from '../no-password.js';
import { openDecrypters, pluginOf } from '../open-decrypters.js';
import { UsageError, type FileOptions } from '../options.js';
import { print, printJson } from '../report.js';

export interface DecryptOptions extends FileOptions {
  readonly property?: string;
  readonly reveal?: true;
}

export async function decrypt(
  file: string,
  options: DecryptOptions,
  signal: AbortSignal,
): Promise<void> {
  const properties = await readProperties(file, { format: options.format });
  await using decrypters = await openDecrypters(options, properties);
  const { property, classname, value } = chosen(properties, options.property);
  const own = { [property]: value, [`${property}.decrypter.classname`]: classname };
  const password = (await decrypters.resolve(own, { signal }))[property];
  const plugin = pluginOf(decrypters, classname);
  if (options.json) {
    printJson({ ok: true, property, classname, plugin, ...(options.reveal && { password }) });
  } else if (options.reveal) {
    print(password ?? '');
  } else if (value === '') {
    print(`${property}: empty; an empty password is never sent to a decrypter.`);
  } else {
    print(`${property}: decrypted by ${classname} (${plugin}). Add --reveal to print it.`);
  }
}

function chosen(properties: Properties, name: string | undefined): GovernedProperty {
  const governed = governedProperties(properties);
  if (name !== undefined) {
    return governed.find(({ property }) => property === name) ?? refuse(name, properties);
  }
  const [only, ...others] = governed;
  if (only === undefined) throw nothingToDecrypt(properties);
  if (others.length === 0) return only;
  const names = governed.map(({ property }) => property).join(', ');
  throw new UsageError(`the file has several passwords; choose one with --property: ${names}`);
}

function refuse(name: string, properties: Properties): never {
  if (Object.hasOwn(properties, name)) {
    throw new InvalidValueError(
      `No decrypter is named for ${quoted(name)}: its value is the password.`,
      {
        property: name,
        hint: `Add the property ${name}.decrypter.classname to have it decrypted.`,
      },
    );
  }
  const nearest = nearestName(name, Object.keys(properties));
  throw new InvalidValueError(`The file has no property ${quoted(name)}.`, {
    property: name,
    hint: nearest === undefined ? 'Check the name.' : `Did you mean ${nearest}?`,
  });
}

function nothingToDecrypt(properties: Properties): InvalidValueError {
  const [misspelt] = misspeltClassnames(properties);
  if (misspelt !== undefined) return misspeltClassname(misspelt);
  const [absent] = absentPasswords(properties);
  return absent === undefined ? nothingGoverned(properties) : absentPassword(absent, properties);
}
