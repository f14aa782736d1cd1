/** What `commonjs.ts` exports, as bundlers understand it. */

export {
  BatchGetSecretValueCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
