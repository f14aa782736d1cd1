import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';
import { startAwsEmulator, type AwsEmulator } from '@password-decrypter/aws-emulator';

import { environmentOf, root, run } from './support.js';

const cli = join(root, 'packages/cli/dist/main.js');
const region = 'ap-southeast-2';

describe('the Confluence configuration', () => {
  let aws: AwsEmulator;
  before(async () => {
    aws = await startAwsEmulator();
    aws.secrets.put({ region, name: 'mySecretId', value: '{"password":"s3cret"}' });
    aws.secrets.put({ region, name: 'myPlainSecretId', value: 'plain s3cret' });
  });
  after(() => aws.close());

  const reveal = (file: string) =>
    run(process.execPath, [cli, 'decrypt', `examples/confluence/${file}`, '--reveal'], {
      env: environmentOf(aws),
    });

  it('is as Atlassian writes it, and works unchanged', async () => {
    const xml = await readFile(join(root, 'examples/confluence/confluence.cfg.xml'), 'utf8');
    expect(xml).to.include(
      '<property name="jdbc.password.decrypter.classname">com.atlassian.secrets.store.aws.AwsSecretsManagerStore</property>',
    );
    expect(xml).to.include(
      '{"region":"ap-southeast-2","secretId":"mySecretId", "secretPointer": "/password"}',
    );
    expect((await reveal('confluence.cfg.xml')).stdout).to.equal('s3cret\n');
  });

  it('works with a secret that is the password, without a pointer', async () => {
    const { stdout, stderr } = await reveal('plain-secret.cfg.xml');
    expect({ stdout, stderr }).to.deep.equal({ stdout: 'plain s3cret\n', stderr: '' });
  });
});
