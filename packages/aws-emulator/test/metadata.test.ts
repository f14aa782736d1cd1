import { expect } from 'chai';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { startAwsEmulator, type AwsEmulator } from '@password-decrypter/aws-emulator';

import { sts } from './support.js';

interface Handed {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly Token: string;
}

describe('emulated metadata services', () => {
  let aws: AwsEmulator;
  beforeEach(async () => (aws = await startAwsEmulator()));
  afterEach(() => aws.close());

  async function identityOf({ AccessKeyId, SecretAccessKey, Token }: Handed) {
    const key = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: Token };
    const client = sts(aws, { ...key, arn: '', allow: [] });
    return (await client.send(new GetCallerIdentityCommand())).Arn;
  }

  it('instance metadata tells nothing without a token', async () => {
    const path = `${aws.instanceMetadata.url}/latest/meta-data/iam/security-credentials/`;
    expect((await fetch(path)).status).to.equal(401);
    const tokenUrl = `${aws.instanceMetadata.url}/latest/api/token`;
    expect((await fetch(tokenUrl, { method: 'PUT' })).status).to.equal(400);
    const token = await fetch(tokenUrl, {
      method: 'PUT',
      headers: { 'x-aws-ec2-metadata-token-ttl-seconds': '60' },
    });
    const headers = { 'x-aws-ec2-metadata-token': await token.text() };
    const role = await (await fetch(path, { headers })).text();
    const handed = (await (await fetch(path + role, { headers })).json()) as Handed;
    expect(await identityOf(handed)).to.equal(
      'arn:aws:sts::123456789012:assumed-role/instance-role/i-0123456789abcdef0',
    );
    expect(aws.calls.count('imds:GetCredentials')).to.equal(1);
  });

  it('container credentials need the right token', async () => {
    const { url, authorizationToken } = aws.containerCredentials;
    expect((await fetch(url)).status).to.equal(401);
    const response = await fetch(url, { headers: { authorization: authorizationToken } });
    expect(await identityOf((await response.json()) as Handed)).to.match(/task-role\/task$/);
  });
});
