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
        const { SsmClientsByLocation } = await import('./clients-by-location.js');
        provideDefault(container, SsmClients, { useClass: SsmClientsByLocation });
        const { SsmDecrypter } = await import('./ssm-decrypter.js');
        return container.resolve(SsmDecrypter);
      },
    },
  ],
  register: provideAwsDefaults,
});
