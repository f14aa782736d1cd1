import { definePlugin, provideDefault } from '@password-decrypter/core';
import { provideAwsDefaults } from '@password-decrypter/aws-client';

import { SecretsManagerClients } from './clients.js';

export { SecretsManagerClients };

/** The plugin that contributes `AwsSecretsManagerDecrypter`. */
export default definePlugin({
  name: '@password-decrypter/aws-secrets-manager',
  decrypters: [
    {
      classname: 'AwsSecretsManagerDecrypter',
      aliases: ['com.atlassian.secrets.store.aws.AwsSecretsManagerStore'],
      summary: 'The password is a secret in AWS Secrets Manager, or a part of one.',
      async create(container) {
        const { SecretsManagerClientsByLocation, SecretsManagerDecrypter } =
          await import('./selected.js');
        provideDefault(container, SecretsManagerClients, {
          useClass: SecretsManagerClientsByLocation,
        });
        return container.resolve(SecretsManagerDecrypter);
      },
    },
  ],
  register: provideAwsDefaults,
});
