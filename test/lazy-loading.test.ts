import { expect } from 'chai';
import { startAwsEmulator, type AwsEmulator } from '@password-decrypter/aws-emulator';

import { environmentOf, run } from './support.js';

const region = 'ap-southeast-2';

describe('lazy loading', () => {
  let aws: AwsEmulator;
  before(async () => {
    aws = await startAwsEmulator();
    aws.secrets.put({ region, name: 'db', value: 's3cret' });
    aws.parameters.put({ region, name: 'db', value: 's3cret' });
  });
  after(() => aws.close());

  /** The SDK's packages that a process has loaded when it has decrypted one password. */
  async function loadedFor(classname: string, value: string): Promise<readonly string[]> {
    const script = `
      import { createRequire } from 'node:module';
      import { createDecrypters } from '@password-decrypter/core';
      import plaintext from '@password-decrypter/plaintext';
      import awsSecretsManager from '@password-decrypter/aws-secrets-manager';
      import awsSsm from '@password-decrypter/aws-ssm';
      const decrypters = createDecrypters({ plugins: [plaintext, awsSecretsManager, awsSsm] });
      const password = await decrypters.decrypt(...${JSON.stringify([classname, value])});
      const files = Object.keys(createRequire(import.meta.url).cache);
      console.log(JSON.stringify({ password, files }));`;
    const args = ['--input-type=module', '--eval', script];
    const { stdout, stderr } = await run(process.execPath, args, { env: environmentOf(aws) });
    expect(stderr).to.equal('');
    const { password, files } = JSON.parse(stdout) as { password: string; files: string[] };
    expect(password).to.equal('s3cret');
    const names = files.map((file) => /node_modules\/(@(?:aws-sdk|smithy)\/[^/]+)/.exec(file)?.[1]);
    return [...new Set(names)].filter((name) => name !== undefined);
  }

  it('selecting plaintext loads nothing of AWS', async () => {
    expect(await loadedFor('PlaintextDecrypter', 's3cret')).to.deep.equal([]);
  });

  it('selecting SSM loads the SSM client and no Secrets Manager client', async () => {
    const loaded = await loadedFor(
      'AwsSsmDecrypter',
      JSON.stringify({ region, parameterName: 'db' }),
    );
    expect(loaded).to.include('@aws-sdk/client-ssm');
    expect(loaded).not.to.include.members(['@aws-sdk/client-secrets-manager']);
    expect(loaded).not.to.include.members(['@aws-sdk/client-sts']);
  });

  it('selecting Secrets Manager loads no SSM client, and credentials from the environment no others', async () => {
    const loaded = await loadedFor(
      'AwsSecretsManagerDecrypter',
      JSON.stringify({ region, secretId: 'db' }),
    );
    expect(loaded).to.include('@aws-sdk/client-secrets-manager');
    for (const other of ['client-ssm', 'client-sts', 'credential-provider-ini']) {
      expect(loaded).not.to.include(`@aws-sdk/${other}`);
    }
  });
});
