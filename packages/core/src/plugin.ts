import type { DependencyContainer } from 'tsyringe';

import type { PasswordDecrypter } from './password-decrypter.js';

/** A decrypter as a plugin announces it: its names, and how to make it. */
export interface DecrypterDefinition {
  /** The registry key that selects the decrypter. */
  readonly classname: string;
  /** Further names that select it, such as the Java class it stands in for. */
  readonly aliases?: readonly string[];
  /** One line for operators, shown by `password-decrypter list`. */
  readonly summary: string;
  /**
   * Makes the decrypter, when its classname is first selected. Load the backend's SDK here, with a
   * dynamic import, and resolve collaborators from the container.
   */
  readonly create: (
    container: DependencyContainer,
  ) => PasswordDecrypter | Promise<PasswordDecrypter>;
}

/**
 * The version of the contract between core and plugins. It changes only where a plugin that was
 * right would no longer be.
 */
export const contractVersion = 1;

/** What the default export of a plugin package is. It should be light to import. */
export interface DecrypterPlugin {
  /** The npm package. */
  readonly name: string;
  /** The version of the contract that the plugin was written for; {@link definePlugin} fills it in. */
  readonly contract?: number;
  readonly decrypters: readonly DecrypterDefinition[];
  /** Registers defaults for what its decrypters inject; see {@link provideDefault}. */
  readonly register?: (container: DependencyContainer) => void;
}

/**
 * Types a plugin where it is written, and adds the version of the contract.
 *
 * @example
 * ```ts
 * export default definePlugin({
 *   name: 'reversed-decrypter',
 *   decrypters: [
 *     {
 *       classname: 'ReversedDecrypter',
 *       summary: 'The password is the value read backwards.',
 *       create: () => ({ decrypt: async (value) => [...value].reverse().join('') }),
 *     },
 *   ],
 * });
 * ```
 */
export function definePlugin(plugin: DecrypterPlugin): DecrypterPlugin {
  return { contract: contractVersion, ...plugin };
}
