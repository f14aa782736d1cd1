import { inject, injectable, type PasswordDecrypter } from '@password-decrypter/core';

import { readSecretFile, withoutFinalNewline } from './secret-file.js';
import { SecretsDirectory } from './secrets-directory.js';

/**
 * The password is what stands in a file that Docker or Kubernetes mounts (Docker: "Manage sensitive
 * data with Docker secrets"; Kubernetes: "Secrets"). The value is the file's path, relative to the
 * directory of secrets.
 */
@injectable()
export class MountedSecretDecrypter implements PasswordDecrypter {
  readonly #directory: string;

  constructor(@inject(SecretsDirectory) directory: string) {
    this.#directory = directory;
  }

  async decrypt(value: string, { signal }: { readonly signal: AbortSignal }): Promise<string> {
    signal.throwIfAborted();
    return withoutFinalNewline(await readSecretFile(this.#directory, value, signal));
  }
}
