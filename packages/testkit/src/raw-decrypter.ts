import {
  container,
  type DecrypterPlugin,
  type DependencyContainer,
  type PasswordDecrypter,
} from '@password-decrypter/core';

/** A decrypter as its plugin makes it, without layers, and how to dispose of what it was made from. */
export interface RawDecrypter extends AsyncDisposable {
  readonly decrypter: PasswordDecrypter;
}

/**
 * Makes the decrypter that a plugin announces under a classname, as `createDecrypters` would, but
 * without the layers that could hide a defect of it.
 *
 * @param application - a container with registrations of its own; it is not written to
 * @throws Error where the plugin does not announce the classname
 */
export async function createRawDecrypter(
  plugin: DecrypterPlugin,
  classname: string,
  application: DependencyContainer = container,
): Promise<RawDecrypter> {
  const definition = plugin.decrypters.find((one) => one.classname === classname);
  if (definition === undefined) throw new Error(`${plugin.name} has no decrypter ${classname}.`);
  const own = application.createChildContainer();
  plugin.register?.(own);
  let decrypter: PasswordDecrypter;
  try {
    decrypter = await definition.create(own);
  } catch (error) {
    await own.dispose();
    throw error;
  }
  return {
    decrypter,
    async [Symbol.asyncDispose]() {
      await own.dispose();
    },
  };
}
