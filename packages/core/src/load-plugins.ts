/**
 * Plugins by name in configuration: `password.decrypter.plugins` names packages, the application says
 * which packages it allows. Nothing is imported before every name has been looked at.
 */

import { createRequire, isBuiltin } from 'node:module';
import { pathToFileURL } from 'node:url';

import { DecrypterNotLoadedError, InvalidValueError } from './errors.js';
import type { Properties } from './governed-properties.js';
import { defectOf } from './plugin-shape.js';
import type { DecrypterPlugin } from './plugin.js';
import { quoted } from './quoted.js';

/** The property whose value names plugin packages, separated by commas. */
export const pluginsProperty = 'password.decrypter.plugins';

/** What {@link loadPlugins} takes besides the properties. */
export interface LoadPluginsOptions {
  /**
   * The application's own module, from which packages are resolved: `import.meta.url`, or
   * `__filename` in CommonJS.
   */
  readonly from: string | URL;
  /** The packages that configuration may name: exact names, or `@scope/*` for all of a scope. */
  readonly allow: readonly string[];
}

/** npm: "package.json", the rules for `name`. Paths and URLs are none. */
const packageName = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;

/**
 * Loads the plugins that the configuration names, each once, in its order.
 *
 * @example
 * ```ts
 * const named = await loadPlugins(properties, { from: import.meta.url, allow: ['@acme/*'] });
 * const decrypters = createDecrypters({ plugins: [plaintext, ...named] });
 * ```
 *
 * @throws DecrypterNotLoadedError for a name that is not an npm package's or is not allowed, before
 *   anything is imported; for a package that is missing, throws, or is no plugin for this core
 */
export async function loadPlugins(
  properties: Properties,
  { from, allow }: LoadPluginsOptions,
): Promise<readonly DecrypterPlugin[]> {
  const names = pluginNames(properties);
  for (const name of names) assertAllowed(name, allow);
  const base = from instanceof URL || from.startsWith('file:') ? from : pathToFileURL(from);
  const urls = await Promise.all(names.map((name) => locate(name, String(base))));
  return Promise.all(names.map((name, index) => load(name, urls[index] ?? '')));
}

/** The packages that the configuration names. */
export function pluginNames(properties: Properties): readonly string[] {
  if (!Object.hasOwn(properties, pluginsProperty)) return [];
  const value: unknown = properties[pluginsProperty];
  if (typeof value !== 'string') throw notAString();
  const names = value.split(',').map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ''))];
}

function notAString(): InvalidValueError {
  return new InvalidValueError(`${pluginsProperty}: the value is not a string.`, {
    property: pluginsProperty,
    hint: 'Write the names of the packages in one string, separated by commas.',
  });
}

function assertAllowed(name: string, allow: readonly string[]): void {
  if (!packageName.test(name) || isBuiltin(name)) {
    throw notLoaded(name, 'is not the name of an npm package', {
      hint: 'Name an installed package, such as @acme/vault-decrypter; paths, URLs and modules of Node.js are never loaded.',
    });
  }
  const scope = name.startsWith('@') ? `${name.slice(0, name.indexOf('/'))}/*` : undefined;
  if (allow.some((pattern) => pattern === name || pattern === scope)) return;
  throw notLoaded(name, 'is not allowed by the application', {
    hint: `Where you trust the package, add ${name} to what the application allows ("allow" of loadPlugins, --plugin of the command).`,
  });
}

async function locate(name: string, base: string): Promise<string> {
  const { resolve } = await import('import-meta-resolve');
  try {
    return resolve(name, base);
  } catch {
    // A package for CommonJS alone is found in the older way only.
    return locateCommonJs(name, base);
  }
}

function locateCommonJs(name: string, base: string): string {
  try {
    return pathToFileURL(createRequire(base).resolve(name)).href;
  } catch (error) {
    if (codeOf(error) === 'ERR_PACKAGE_PATH_NOT_EXPORTED') {
      throw notLoaded(name, 'is installed and exports nothing', {
        hint: `The "exports" of its package.json lack "."; tell its author.`,
      });
    }
    throw notLoaded(name, 'is not installed', {
      hint: `Run "npm install ${name}" where the application is installed.`,
    });
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

async function load(name: string, url: string): Promise<DecrypterPlugin> {
  const plugin = defaultExport(await importedFrom(name, url));
  const defect = defectOf(plugin);
  if (defect === undefined) return plugin as DecrypterPlugin;
  throw notLoaded(name, defect.what, {
    hint: `${defect.hint} The plugin is the default export of ${name}.`,
  });
}

async function importedFrom(name: string, url: string): Promise<unknown> {
  try {
    return await import(url);
  } catch {
    // What it threw is foreign text.
    throw notLoaded(name, 'throws while it is loaded', {
      hint: `Import ${name} in a script of your own to see why, and tell its author.`,
    });
  }
}

/** A package that is compiled to CommonJS has its default export one level deeper. */
function defaultExport(module: unknown): unknown {
  const plugin = memberDefault(module);
  return defectOf(plugin) === undefined ? plugin : (memberDefault(plugin) ?? plugin);
}

function memberDefault(thing: unknown): unknown {
  return typeof thing === 'object' && thing !== null && 'default' in thing
    ? thing.default
    : undefined;
}

function notLoaded(
  name: string,
  what: string,
  { hint }: { readonly hint: string },
): DecrypterNotLoadedError {
  return new DecrypterNotLoadedError(`The plugin ${quoted(name)} ${what}.`, { hint });
}
