/**
 * Copies the template, a plugin called my-vault that works as it stands, and calls it by its new name.
 */

import { cp, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import validate from 'validate-npm-package-name';

/** What the user can mend. */
export class ScaffoldError extends Error {}

export interface Scaffolded {
  readonly packageName: string;
  readonly classname: string;
  readonly directory: string;
}

const template = fileURLToPath(new URL('../template', import.meta.url));
const license = fileURLToPath(new URL('../LICENSE', import.meta.url));

/** Files that npm would leave out of a package, or take for the package's own. */
const renamed = [
  ['_gitignore', '.gitignore'],
  ['_package.json', 'package.json'],
] as const;

/**
 * @param name - an npm package name
 * @param folder - where to write; by default a new folder called as the package, without its scope
 * @throws ScaffoldError for a name that npm would refuse, and for a folder with files in it
 */
export async function scaffold(name: string, folder?: string): Promise<Scaffolded> {
  const problems = problemsOf(name);
  if (problems !== undefined)
    throw new ScaffoldError(`${name} is no name for a package: ${problems}.`);
  const unscoped = name.slice(name.indexOf('/') + 1);
  const words = wordsOf(unscoped);
  const directory = resolve(folder ?? unscoped);
  await mkdir(directory, { recursive: true });
  if ((await readdir(directory)).length > 0) {
    throw new ScaffoldError(`${directory} is not empty; choose another folder.`);
  }
  await cp(template, directory, { recursive: true });
  await cp(license, join(directory, 'LICENSE'));
  for (const [from, to] of renamed) await rename(join(directory, from), join(directory, to));
  await callBy(directory, [
    ['@acme/my-vault', name],
    ['my-vault', words.join('-')],
    ['MyVault', words.map(capitalised).join('')],
    ['MY_VAULT', words.join('_').toUpperCase()],
  ]);
  return { packageName: name, classname: `${words.map(capitalised).join('')}Decrypter`, directory };
}

function problemsOf(name: string): string | undefined {
  const { validForNewPackages, errors = [], warnings = [] } = validate(name);
  if (!validForNewPackages) return [...errors, ...warnings].join('; ');
  return /^(?:@[^/]+\/)?[a-z]/.test(name) ? undefined : 'it must begin with a letter';
}

/** Names that mean something else in the files of the template. */
const taken: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(globalThis),
  'InjectionToken',
  'PasswordDecrypter',
  'SecretNotFoundError',
]);

/** Without the suffix that the classname gets anyway. */
function wordsOf(unscoped: string): readonly string[] {
  const all = unscoped.split(/[^a-z0-9]+/).filter((word) => word !== '');
  const words = all.length > 1 && all.at(-1) === 'decrypter' ? all.slice(0, -1) : all;
  const name = words.map(capitalised).join('');
  return taken.has(name) || taken.has(`${name}Decrypter`) ? [...words, 'vault'] : words;
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

async function callBy(
  directory: string,
  names: readonly (readonly [string, string])[],
): Promise<void> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile() && one.name !== 'LICENSE')) {
    const path = join(entry.parentPath, entry.name);
    const text = await readFile(path, 'utf8');
    // One pass, so that a name that is put in is not replaced again.
    const pattern = new RegExp(names.map(([from]) => from).join('|'), 'g');
    const called = text.replace(pattern, (from) => new Map(names).get(from) ?? from);
    await writeFile(path, called);
  }
}
