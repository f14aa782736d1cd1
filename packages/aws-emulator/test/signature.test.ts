import { expect } from 'chai';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { startAwsEmulator, type AwsEmulator } from '@password-decrypter/aws-emulator';

import { failure, region, secretsManager, sts } from './support.js';

describe('signatures', () => {
  let aws: AwsEmulator;
  beforeEach(async () => {
    aws = await startAwsEmulator();
    aws.secrets.put({ region, name: 'db', value: 's3cret' });
  });
  afterEach(() => aws.close());

  const command = () => new GetSecretValueCommand({ SecretId: 'db' });

  it('a request signed with another secret key is refused', async () => {
    const wrong = { ...aws.defaultAccessKey, secretAccessKey: 'wrong' };
    expect((await failure(secretsManager(aws, wrong).send(command()))).name).to.equal(
      'InvalidSignatureException',
    );
    expect((await failure(sts(aws, wrong).send(new GetCallerIdentityCommand()))).name).to.equal(
      'SignatureDoesNotMatch',
    );
  });

  it('an access key nobody knows is refused', async () => {
    const unknown = { ...aws.defaultAccessKey, accessKeyId: 'AKIAUNKNOWN' };
    expect((await failure(secretsManager(aws, unknown).send(command()))).name).to.equal(
      'UnrecognizedClientException',
    );
  });

  it('temporary credentials are refused without their token, and when they have ended', async () => {
    const key = aws.identities.addAccessKey({
      accessKeyId: 'ASIATEMPORARY',
      secretAccessKey: 'x',
      sessionToken: 'token',
    });
    const { sessionToken, ...withoutToken } = key;
    expect(sessionToken).to.equal('token');
    expect((await failure(secretsManager(aws, withoutToken).send(command()))).name).to.equal(
      'UnrecognizedClientException',
    );
    await secretsManager(aws, key).send(command());
    aws.identities.addAccessKey({ ...key, expiresAt: new Date(Date.now() - 1) });
    expect((await failure(secretsManager(aws, key).send(command()))).name).to.equal(
      'ExpiredTokenException',
    );
  });

  it('a body that was changed on the way is refused', async () => {
    const client = secretsManager(aws);
    client.middlewareStack.add(
      (next) => (args) => {
        const { request } = args as { request: { body: Uint8Array } };
        request.body = Buffer.from(new TextDecoder().decode(request.body).replace('db', 'xy'));
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    expect((await failure(client.send(command()))).name).to.equal('InvalidSignatureException');
  });

  it('a request without a signature is refused', async () => {
    const response = await fetch(aws.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'secretsmanager.GetSecretValue' },
      body: '{"SecretId":"db"}',
    });
    expect(await response.json()).to.include({ __type: 'MissingAuthenticationTokenException' });
  });

  it('a clock that is more than five minutes off is refused, and the SDK then corrects itself', async () => {
    const client = secretsManager(aws);
    client.config.systemClockOffset = 6 * 60_000;
    const refused = await failure(client.send(command()));
    expect(refused.name).to.equal('InvalidSignatureException');
    expect(refused.message).to.match(/^Signature not yet current/);
    // From the answer's date the SDK has learnt how late it is.
    expect((await client.send(command())).SecretString).to.equal('s3cret');
  });

  it('a signature for another service is refused', async () => {
    const client = secretsManager(aws);
    client.middlewareStack.add(
      (next) => (args) => {
        const { request } = args as { request: { headers: Record<string, string> } };
        const header = request.headers.authorization ?? '';
        request.headers.authorization = header.replace('/secretsmanager/', '/ssm/');
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    expect((await failure(client.send(command()))).message).to.include('correct service');
  });
});
