import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import middy from '@middy/core';
import middySecrets from '@middy/secrets-manager';

const secrets = middySecrets({
  AwsClient: SecretsManagerClient,
  fetchData: { secret: 'secret-0' },
  setToContext: true,
});
await middy(async () => undefined).use(secrets)({}, {});
