/**
 * Names to definitions: an exact match or an error that helps. A configured string is looked up here
 * and nowhere else; it never becomes an injection token or a module specifier.
 */

import { DecrypterNotLoadedError, UnknownDecrypterError } from './errors.js';
import { nearestName } from './nearest-name.js';
import { defectOf } from './plugin-shape.js';
import type { DecrypterDefinition, DecrypterPlugin } from './plugin.js';
import { quoted } from './quoted.js';

/** A definition together with the plugin that contributes it. */
export interface RegisteredDecrypter extends DecrypterDefinition {
  readonly plugin: string;
}

export class Registry {
  readonly #byName = new Map<string, RegisteredDecrypter>();
  /** Every registered decrypter once, in the order of registration. */
  readonly definitions: readonly RegisteredDecrypter[];

  /** @throws DecrypterNotLoadedError where a plugin is malformed or a name is taken twice */
  constructor(plugins: readonly DecrypterPlugin[]) {
    // The same plugin listed twice, say by the application and by its configuration, is one.
    this.definitions = [...new Set(plugins)].flatMap((plugin, index) => {
      assertPlugin(plugin, index);
      return plugin.decrypters.map((definition) => registered(definition, plugin.name));
    });
    for (const definition of this.definitions) {
      for (const name of [definition.classname, ...(definition.aliases ?? [])]) {
        this.#add(name, definition);
      }
    }
  }

  /** @throws UnknownDecrypterError listing what is registered, and the nearest spelling */
  find(classname: string): RegisteredDecrypter {
    const found = this.#byName.get(classname);
    if (found !== undefined) return found;
    const names = [...this.#byName.keys()];
    const nearest = nearestName(classname, names);
    const registered =
      names.length === 0 ? 'No decrypter is registered' : `Registered: ${names.join(', ')}`;
    throw new UnknownDecrypterError(
      `No decrypter is registered under the classname ${quoted(classname)}.`,
      {
        classname,
        hint: `${nearest === undefined ? '' : `Did you mean ${nearest}? `}${registered}. Names match exactly, upper and lower case included.`,
      },
    );
  }

  #add(name: string, definition: RegisteredDecrypter): void {
    const other = this.#byName.get(name);
    if (other !== undefined) {
      throw new DecrypterNotLoadedError(
        `The classname ${quoted(name)} is registered by ${quoted(other.plugin)} and again by ${quoted(definition.plugin)}.`,
        { classname: name, hint: 'Register one of the two plugins only, and each plugin once.' },
      );
    }
    this.#byName.set(name, definition);
  }
}

/** A definition may be an object of a class: its members are read, not copied. */
function registered(definition: DecrypterDefinition, plugin: string): RegisteredDecrypter {
  const { classname, aliases = [], summary } = definition;
  return {
    classname,
    aliases,
    summary,
    plugin,
    create: (container) => definition.create(container),
  };
}

function assertPlugin(plugin: unknown, index: number): asserts plugin is DecrypterPlugin {
  const defect = defectOf(plugin);
  if (defect === undefined) return;
  const name = hasName(plugin) ? ` ${quoted(plugin.name)}` : '';
  throw new DecrypterNotLoadedError(`plugins[${index}]${name} ${defect.what}.`, defect);
}

function hasName(plugin: unknown): plugin is { readonly name: string } {
  return (
    typeof plugin === 'object' &&
    plugin !== null &&
    'name' in plugin &&
    typeof plugin.name === 'string'
  );
}
