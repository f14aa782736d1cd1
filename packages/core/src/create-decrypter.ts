/** Where a plugin's own code makes what it contributes: what it throws here is foreign text as well. */

import { DecrypterNotLoadedError, isDecrypterError } from './errors.js';
import type { DependencyContainer } from './injection.js';
import { sealedError } from './layers/sealed.js';
import { withinLimit } from './layers/time-limited.js';
import type { PasswordDecrypter } from './password-decrypter.js';
import type { DecrypterPlugin } from './plugin.js';
import { quoted } from './quoted.js';
import type { RegisteredDecrypter } from './registry.js';

/**
 * @throws DecrypterNotLoadedError where it cannot be created, TimeLimitError where that does not end
 */
export async function createDecrypter(
  definition: RegisteredDecrypter,
  container: DependencyContainer,
  timeLimitMs: number,
): Promise<PasswordDecrypter> {
  const { classname } = definition;
  let decrypter: unknown;
  try {
    const create = async () => definition.create(container);
    decrypter = await withinLimit(create, { classname, timeLimitMs });
  } catch (error) {
    if (isDecrypterError(error)) throw sealedError(error, '', classname);
    throw isForeignlyDecorated(error)
      ? foreignlyDecorated(definition)
      : notCreated(definition, `could not be created${reasonOf(error)}`);
  }
  if (!isDecrypter(decrypter)) throw notCreated(definition, 'has no method "decrypt"');
  return decrypter;
}

/** Lets a plugin register the defaults of what its decrypters inject. */
export function registerIn(container: DependencyContainer, plugin: DecrypterPlugin): void {
  try {
    plugin.register?.(container);
  } catch (error) {
    throw new DecrypterNotLoadedError(
      `The plugin ${quoted(plugin.name)} failed to register its defaults${reasonOf(error)}.`,
      { hint: 'This is a defect of the plugin; its author is the one to tell.' },
    );
  }
}

function notCreated(definition: RegisteredDecrypter, what: string): DecrypterNotLoadedError {
  return new DecrypterNotLoadedError(`The decrypter ${definition.classname} ${what}.`, {
    classname: definition.classname,
    hint: `Check that ${definition.plugin} and what it depends on are installed in versions that fit; if they are, tell its author.`,
  });
}

/** tsyringe keeps what its decorators say in each copy of its own. */
function isForeignlyDecorated(error: unknown): boolean {
  return error instanceof Error && error.message.includes('TypeInfo not known');
}

function foreignlyDecorated({ classname, plugin }: RegisteredDecrypter): DecrypterNotLoadedError {
  return new DecrypterNotLoadedError(
    `The decrypter ${classname} could not be created: a class of ${plugin} has no decorator, or that of another copy of tsyringe.`,
    {
      classname,
      hint: `In ${plugin}, @injectable() and @inject() must come from @password-decrypter/core, as a peer dependency; "npm ls tsyringe" shows where there are two copies.`,
    },
  );
}

/** Only an error's code is quoted, and only where it looks like one. */
function reasonOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^E[A-Z_]{2,60}$/.test(code) ? ` (${code})` : '';
}

function isDecrypter(thing: unknown): thing is PasswordDecrypter {
  return (
    typeof thing === 'object' &&
    thing !== null &&
    'decrypt' in thing &&
    typeof thing.decrypt === 'function'
  );
}
