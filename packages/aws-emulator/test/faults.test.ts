import { expect } from 'chai';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  startAwsEmulator,
  type AwsEmulator,
  type FaultKind,
} from '@password-decrypter/aws-emulator';

import { failure, region, secretsManager, settings } from './support.js';

describe('faults on demand', () => {
  const operation = 'secretsmanager:GetSecretValue';
  let aws: AwsEmulator;
  beforeEach(async () => {
    aws = await startAwsEmulator();
    aws.secrets.put({ region, name: 'db', value: 's3cret' });
  });
  afterEach(() => aws.close());

  const get = () => secretsManager(aws).send(new GetSecretValueCommand({ SecretId: 'db' }));

  it('each kind is met once, as the SDK sees it', async () => {
    const seen = async (kind: FaultKind) => {
      aws.faults.next(operation, kind);
      const { name, status } = await failure(get());
      expect((await get()).SecretString).to.equal('s3cret');
      return [name, status];
    };
    expect(await seen('throttle')).to.deep.equal(['ThrottlingException', 400]);
    expect(await seen('error')).to.deep.equal(['InternalServiceError', 500]);
    expect((await seen('reset'))[0]).to.be.oneOf(['ECONNRESET', 'Error', 'TimeoutError']);
    expect((await seen('cut'))[0]).to.be.a('string');
    expect((await seen('garbage'))[0]).to.equal('SyntaxError');
  });

  it('a slow answer is the right answer', async () => {
    aws.faults.next(operation, 'slow', { delayMs: 20 });
    expect((await get()).SecretString).to.equal('s3cret');
  });

  it('a fault lasts as often as asked, and the SDK tries again', async () => {
    aws.faults.next(operation, 'error', { times: 2 });
    const patient = new SecretsManagerClient({ ...settings(aws), maxAttempts: 3 });
    await patient.send(new GetSecretValueCommand({ SecretId: 'db' }));
    expect(aws.calls.count(operation)).to.equal(3);
    aws.faults.next(operation, 'error', { times: Infinity });
    await failure(get());
    await failure(get());
    aws.faults.clear();
    await get();
    expect(aws.calls.total).to.equal(6);
    aws.calls.reset();
    expect(aws.calls.total).to.equal(0);
  });

  it('closing ends an answer that is still to come', async () => {
    aws.faults.next(operation, 'slow', { delayMs: 3_600_000 });
    const waiting = failure(get());
    while (aws.calls.total === 0) await new Promise((resolve) => setImmediate(resolve));
    await aws.close();
    expect((await waiting).status).to.equal(undefined);
  });
});
