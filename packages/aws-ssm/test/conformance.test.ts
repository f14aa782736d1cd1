import { container } from '@password-decrypter/core';
import { AwsCredentials, AwsEndpoint } from '@password-decrypter/aws-client';
import awsSsm from '@password-decrypter/aws-ssm';
import { startAwsEmulator } from '@password-decrypter/aws-emulator';
import { conformance, createRawDecrypter, type Harness } from '@password-decrypter/testkit';

const region = 'eu-west-1';
const action = 'ssm:GetParameter';

async function start(): Promise<Harness> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const aws = await startAwsEmulator();
  const application = container.createChildContainer();
  application.register(AwsCredentials, { useValue: () => Promise.resolve(aws.defaultAccessKey) });
  application.register(AwsEndpoint, { useValue: aws.url });
  const raw = await createRawDecrypter(awsSsm, 'AwsSsmDecrypter', application);
  let count = 0;
  const nameIn = (value: string) => (JSON.parse(value) as { parameterName: string }).parameterName;
  return {
    decrypter: raw.decrypter,
    async put(secret) {
      const name = `/secret/${++count}`;
      aws.parameters.put({ region, name, value: secret });
      return JSON.stringify({ region, parameterName: name });
    },
    async update(value, secret) {
      aws.parameters.put({ region, name: nameIn(value), value: secret });
    },
    async delete(value) {
      aws.parameters.delete({ region, name: nameIn(value) });
    },
    break: async () => aws.faults.next(action, 'error', { times: Infinity }),
    mend: async () => aws.faults.clear(),
    stall: async () => aws.faults.next(action, 'slow', { times: Infinity, delayMs: 3_600_000 }),
    calls: () => aws.calls.total,
    async [Symbol.asyncDispose]() {
      await raw[Symbol.asyncDispose]();
      await aws.close();
    },
  };
}

describe('AwsSsmDecrypter keeps the contract', () => {
  // Parameter Store has no empty values; 4 KB is what a standard parameter holds.
  const limits = { emptySecrets: false, longestSecretBytes: 4096 };
  for (const { name, run } of conformance(start, limits)) it(name, run);
});
