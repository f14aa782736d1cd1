import { definePlugin, provideDefault } from '@password-decrypter/core';

import { MyVault, MyVaultInEnvironment } from './vault.js';

export { MyVault };

export default definePlugin({
  name: '@acme/my-vault',
  decrypters: [
    {
      classname: 'MyVaultDecrypter',
      summary: 'The password is an entry of the vault.',
      async create(container) {
        const { MyVaultDecrypter } = await import('./decrypter.js');
        return container.resolve(MyVaultDecrypter);
      },
    },
  ],
  register: (container) => provideDefault(container, MyVault, { useClass: MyVaultInEnvironment }),
});
