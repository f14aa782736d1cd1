import { definePlugin, provideDefault } from '@password-decrypter/core';

import { SecretsDirectory } from './secrets-directory.js';

export { SecretsDirectory };

/** The plugin that contributes `MountedSecretDecrypter`. */
export default definePlugin({
  name: 'mounted-secret-decrypter',
  decrypters: [
    {
      classname: 'MountedSecretDecrypter',
      summary: 'The password is a file below /run/secrets, or another directory of secrets.',
      async create(container) {
        const { MountedSecretDecrypter } = await import('./mounted-secret-decrypter.js');
        return container.resolve(MountedSecretDecrypter);
      },
    },
  ],
  register: (container) =>
    provideDefault(container, SecretsDirectory, {
      useFactory: () => process.env.SECRETS_DIRECTORY ?? '/run/secrets',
    }),
});
