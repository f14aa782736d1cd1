/** The ways to a secret or a parameter that are compared, each as its documentation shows it. */

import { randomUUID } from 'node:crypto';

import { SSMProvider } from '@aws-lambda-powertools/parameters/ssm';
import { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import middy from '@middy/core';
import middySecrets from '@middy/secrets-manager';
import awsSecretsManager from '@password-decrypter/aws-secrets-manager';
import awsSsm from '@password-decrypter/aws-ssm';
import { createDecrypters } from '@password-decrypter/core';

const region = 'eu-west-1';
const cached = { maxAge: 3600 };

/** Each gives `get(name)`, with nothing in its cache. */
export const secretsBy = {
  'password-decrypter': () => {
    const decrypters = createDecrypters({ plugins: [awsSecretsManager] });
    return (name) =>
      decrypters.decrypt(
        'AwsSecretsManagerDecrypter',
        JSON.stringify({ region, secretId: `secret-${name}` }),
      );
  },
  Powertools: () => {
    const provider = new SecretsProvider();
    return (name) => provider.get(`secret-${name}`, cached);
  },
  'plain SDK': () => {
    const client = new SecretsManagerClient({ region });
    return (name) => client.send(new GetSecretValueCommand({ SecretId: `secret-${name}` }));
  },
};

/** A middy handler that has these secrets; handlers share the client, and so its connections. */
export function middyHandlers() {
  const client = new SecretsManagerClient({ region });
  return (names) => {
    const secrets = middySecrets({
      AwsClient: class {
        constructor() {
          return client;
        }
      },
      fetchData: Object.fromEntries(names.map((name) => [name, `secret-${name}`])),
      cacheKey: randomUUID(), // its cache is one for the whole process
      cacheExpiry: -1,
      disablePrefetch: true,
      setToContext: true,
    });
    const handler = middy(async (_event, context) => context).use(secrets);
    return () => handler({}, {});
  };
}

export const parametersBy = {
  'password-decrypter': () => {
    const decrypters = createDecrypters({ plugins: [awsSsm] });
    return (name) =>
      decrypters.decrypt(
        'AwsSsmDecrypter',
        JSON.stringify({ region, parameterName: `/parameter-${name}` }),
      );
  },
  Powertools: () => {
    const provider = new SSMProvider();
    return (name) => provider.get(`/parameter-${name}`, { ...cached, decrypt: true });
  },
  'plain SDK': () => {
    const client = new SSMClient({ region });
    return (name) =>
      client.send(new GetParameterCommand({ Name: `/parameter-${name}`, WithDecryption: true }));
  },
};

/** Powertools for who knows all names beforehand. */
export function powertoolsByName() {
  const provider = new SSMProvider();
  return (names) =>
    provider.getParametersByName(
      Object.fromEntries(names.map((name) => [`/parameter-${name}`, {}])),
      { ...cached, decrypt: true },
    );
}
