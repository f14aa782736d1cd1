import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

const client = new SecretsManagerClient({ region: 'eu-west-1' });
await client.send(new GetSecretValueCommand({ SecretId: 'secret-0' }));
