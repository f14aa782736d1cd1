import { createDecrypters } from '@password-decrypter/core';
import awsSecretsManager from '@password-decrypter/aws-secrets-manager';

const decrypters = createDecrypters({ plugins: [awsSecretsManager] });
const value = '{"region":"eu-west-1","secretId":"secret-0"}';
await decrypters.decrypt('AwsSecretsManagerDecrypter', value);
