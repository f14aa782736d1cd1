/** Loads a plugin that somebody named with `--plugin`: an npm package, and nothing else. */

import { pathToFileURL } from 'node:url';

import { DecrypterNotLoadedError, quoted, type DecrypterPlugin } from '@password-decrypter/core';
import { resolve } from 'import-meta-resolve';

/** npm: "package.json", the rules for `name`. Paths and URLs are none. */
const packageName = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;

/**
 * @throws DecrypterNotLoadedError for what is not the name of an npm package, not installed, broken,
 *   or no plugin
 */
export async function loadPlugin(name: string): Promise<DecrypterPlugin> {
  const url = locate(name);
  let loaded: unknown;
  try {
    loaded = await import(url);
  } catch {
    // What it threw is its own text.
    throw notLoaded(name, 'throws while it is loaded', 'Tell its author.');
  }
  const plugin =
    typeof loaded === 'object' && loaded !== null && 'default' in loaded
      ? loaded.default
      : undefined;
  if (isPlugin(plugin)) return plugin;
  throw notLoaded(
    name,
    'is no plugin: its default export has no name and decrypters',
    'Check the name of the package; a plugin exports definePlugin({ name, decrypters }) as default.',
  );
}

/** Looked for where the command is run, as the application's own packages are. */
function locate(name: string): string {
  if (!packageName.test(name)) {
    throw notLoaded(
      name,
      'is not the name of an npm package',
      'Name an installed package, such as @acme/vault-decrypter; paths and URLs are not loaded.',
    );
  }
  let url: string;
  try {
    url = resolve(name, pathToFileURL(`${process.cwd()}/`).href);
  } catch {
    throw notLoaded(name, 'is not installed', `Run npm install ${name} in this folder.`);
  }
  if (url.startsWith('file:')) return url;
  throw notLoaded(name, 'is a module of Node.js', 'Name an installed package.');
}

function notLoaded(name: string, what: string, hint: string): DecrypterNotLoadedError {
  return new DecrypterNotLoadedError(`The plugin ${quoted(name)} ${what}.`, { hint });
}

/** Only as far as to tell a plugin from another package; the registry looks closer. */
function isPlugin(thing: unknown): thing is DecrypterPlugin {
  return (
    typeof thing === 'object' &&
    thing !== null &&
    'name' in thing &&
    'decrypters' in thing &&
    Array.isArray(thing.decrypters)
  );
}
