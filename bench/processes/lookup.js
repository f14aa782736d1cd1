/**
 * Prints the nanoseconds of one awaited call of the subject named by the argument. A process for each,
 * so that none finds the loop optimized, or spoiled, by the one before it.
 */

import { measure } from 'mitata';

const secretId = 'secret-0';
const value = JSON.stringify({ region: 'eu-west-1', secretId });
const classname = 'AwsSecretsManagerDecrypter';
const callsPerSample = 1000;

const subjects = {
  constant: async () => async () => 's3cret',

  'live-password': async () => {
    const decrypters = await ours();
    const password = decrypters.password({ p: value, 'p.decrypter.classname': classname });
    return () => password.get();
  },

  decrypt: async () => {
    const decrypters = await ours();
    return () => decrypters.decrypt(classname, value);
  },

  powertools: async () => {
    const { getSecret } = await import('@aws-lambda-powertools/parameters/secrets');
    return () => getSecret(secretId, { maxAge: 3600 });
  },

  'middy-handler': async () => middyHandler(),

  'middy-secrets': async () => {
    const { default: middySecrets } = await import('@middy/secrets-manager');
    const { SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
    return middyHandler(
      middySecrets({
        AwsClient: SecretsManagerClient,
        fetchData: { secret: secretId },
        cacheExpiry: -1,
        setToContext: true,
      }),
    );
  },
};

async function ours() {
  const { createDecrypters } = await import('@password-decrypter/core');
  const { default: awsSecretsManager } = await import('@password-decrypter/aws-secrets-manager');
  return createDecrypters({ plugins: [awsSecretsManager] });
}

async function middyHandler(...middlewares) {
  const { default: middy } = await import('@middy/core');
  const handler = middy(async (_event, context) => context.secret).use(middlewares);
  return () => handler({}, {});
}

const call = await subjects[process.argv[2]]();
await call();
const { p50 } = await measure(async () => {
  for (let index = 0; index < callsPerSample; index += 1) await call();
});
console.log(p50 / callsPerSample);
