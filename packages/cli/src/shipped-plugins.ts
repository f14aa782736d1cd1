import awsSecretsManager from '@password-decrypter/aws-secrets-manager';
import awsSsm from '@password-decrypter/aws-ssm';
import type { DecrypterPlugin } from '@password-decrypter/core';
import plaintext from '@password-decrypter/plaintext';

/** The plugins that come with the command. */
export const shippedPlugins: readonly DecrypterPlugin[] = [plaintext, awsSecretsManager, awsSsm];
