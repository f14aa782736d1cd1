import { definePlugin, provideDefault } from '@password-decrypter/core';
import { provideAwsDefaults } from '@password-decrypter/aws-client';

import { SsmClients } from './clients.js';

export { SsmClients };

/** The plugin that contributes `AwsSsmDecrypter`. */
export default definePlugin({
  name: '@password-decrypter/aws-ssm',
  decrypters: [
    {
      classname: 'AwsSsmDecrypter',
      summary: 'The password is a parameter in AWS SSM Parameter Store, or a part of one.',
      async create(container) {
        const { SsmClientsByLocation, SsmDecrypter } = await import('./selected.js');
        provideDefault(container, SsmClients, { useClass: SsmClientsByLocation });
        return container.resolve(SsmDecrypter);
      },
    },
  ],
  register: provideAwsDefaults,
});
