import { expect } from 'chai';
import { container, createDecrypters, type Decrypters } from '@password-decrypter/core';
import { AwsCredentials, AwsEndpoint } from '@password-decrypter/aws-client';
import awsSecretsManager, { SecretsManagerClients } from '@password-decrypter/aws-secrets-manager';
import { startAwsEmulator, type AwsEmulator } from '@password-decrypter/aws-emulator';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

import { failure, warningsDuring } from '../../core/test/support.js';

const region = 'ap-southeast-2';
const action = 'secretsmanager:GetSecretValue';

describe('AwsSecretsManagerDecrypter', () => {
  let aws: AwsEmulator;
  let decrypters: Decrypters;

  beforeEach(async () => {
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
    aws = await startAwsEmulator();
    decrypters = decryptersAs(aws.defaultAccessKey);
  });

  afterEach(async () => {
    await decrypters[Symbol.asyncDispose]();
    await aws.close();
  });

  function decryptersAs(
    credentials: { accessKeyId: string; secretAccessKey: string },
    endpoint = aws.url,
  ) {
    const application = container.createChildContainer();
    application.register(AwsCredentials, { useValue: () => Promise.resolve(credentials) });
    application.register(AwsEndpoint, { useValue: endpoint });
    return createDecrypters({ plugins: [awsSecretsManager], container: application, cache: false });
  }

  const decrypt = (coordinates: object, by = decrypters) =>
    by.decrypt('AwsSecretsManagerDecrypter', JSON.stringify(coordinates));

  it('takes the part that a pointer names, under Atlassian’s classname too', async () => {
    aws.secrets.put({ region, name: 'mySecretId', value: '{"password":"s3cret","user":"db"}' });
    const value =
      '{"region":"ap-southeast-2","secretId":"mySecretId", "secretPointer": "/password"}';
    const atlassian = 'com.atlassian.secrets.store.aws.AwsSecretsManagerStore';
    expect(await decrypters.decrypt('AwsSecretsManagerDecrypter', value)).to.equal('s3cret');
    expect(await decrypters.decrypt(atlassian, value)).to.equal('s3cret');
  });

  it('without a pointer the whole text is the password', async () => {
    aws.secrets.put({ region, name: 'db', value: ' s3cret\n' });
    expect(await decrypt({ region, secretId: 'db' })).to.equal(' s3cret\n');
  });

  it('a JSON object without a pointer is taken whole, with a warning', async () => {
    aws.secrets.put({ region, name: 'db', value: '{"password":"s3cret"}' });
    const warnings = await warningsDuring(async () => {
      expect(await decrypt({ region, secretId: 'db' })).to.equal('{"password":"s3cret"}');
    });
    expect(warnings).to.deep.equal(['SECRET_WITHOUT_POINTER']);
  });

  it('bytes are UTF-8 text, or an error', async () => {
    aws.secrets.put({ region, name: 'text', value: Buffer.from('pässwörd') });
    aws.secrets.put({ region, name: 'bytes', value: Uint8Array.of(0xff, 0xfe) });
    expect(await decrypt({ region, secretId: 'text' })).to.equal('pässwörd');
    const error = await failure(decrypt({ region, secretId: 'bytes' }));
    expect(error.code).to.equal('ERR_DECRYPTER_SECRET_FORMAT');
  });

  it('reads the current version, or the stage or the version that is asked for', async () => {
    const { versionId } = aws.secrets.put({ region, name: 'db', value: 'one' });
    aws.secrets.put({ region, name: 'db', value: 'two' });
    aws.secrets.put({ region, name: 'db', value: 'three', stages: ['AWSPENDING'] });
    const secretId = 'db';
    expect(await decrypt({ region, secretId })).to.equal('two');
    expect(await decrypt({ region, secretId, versionId })).to.equal('one');
    expect(await decrypt({ region, secretId, versionStage: 'AWSPENDING' })).to.equal('three');
    expect(await decrypt({ region, secretId, versionStage: 'AWSPREVIOUS' })).to.equal('one');
    const error = await failure(decrypt({ region, secretId, versionStage: 'OTHER' }));
    expect(error.message).to.include('no such version');
  });

  it('asks for AWSCURRENT explicitly', async () => {
    aws.secrets.put({ region, name: 'db', value: 'one' });
    const sent: unknown[] = [];
    const application = container.createChildContainer();
    application.register(SecretsManagerClients, {
      useValue: {
        clientFor: () => {
          const client = new SecretsManagerClient({
            region,
            endpoint: aws.url,
            credentials: aws.defaultAccessKey,
          });
          client.middlewareStack.add((next) => (args) => (sent.push(args.input), next(args)), {
            step: 'initialize',
          });
          return client;
        },
      },
    });
    await using own = createDecrypters({ plugins: [awsSecretsManager], container: application });
    await decrypt({ region, secretId: 'db' }, own);
    expect(sent).to.deep.equal([{ SecretId: 'db', VersionStage: 'AWSCURRENT' }]);
  });

  it('an ARN brings its own region', async () => {
    const { arn } = aws.secrets.put({ region, name: 'db', value: 's3cret' });
    expect(await decrypt({ secretId: arn })).to.equal('s3cret');
  });

  it('endpointOverride is where the service is called', async () => {
    await using other = await startAwsEmulator();
    other.secrets.put({ region, name: 'db', value: 'from the other' });
    const coordinates = { region, secretId: 'db', endpointOverride: other.url };
    expect(await decrypt(coordinates)).to.equal('from the other');
    expect(aws.calls.total).to.equal(0);
  });

  it('a hundred callers at once are one call', async () => {
    aws.secrets.put({ region, name: 'db', value: 's3cret' });
    await Promise.all(Array.from({ length: 100 }, () => decrypt({ region, secretId: 'db' })));
    expect(aws.calls.count(action)).to.equal(1);
  });

  describe('what is asked for in the same tick', () => {
    const batchAction = 'secretsmanager:BatchGetSecretValue';
    const ids = Array.from({ length: 100 }, (_, index) => `secret-${index}`);
    beforeEach(() => {
      for (const name of ids) aws.secrets.put({ region, name, value: `s3cret of ${name}` });
    });

    const properties = (secretIds: readonly string[]) =>
      Object.fromEntries(
        secretIds.flatMap((secretId) => [
          [secretId, JSON.stringify({ region, secretId })],
          [`${secretId}.decrypter.classname`, 'AwsSecretsManagerDecrypter'],
        ]),
      );

    it('goes out twenty at a time: a hundred secrets are five calls', async () => {
      const resolved = await decrypters.resolve(properties(ids));
      for (const id of ids) expect(resolved[id]).to.equal(`s3cret of ${id}`);
      expect(aws.calls.count(batchAction)).to.equal(5);
      expect(aws.calls.total).to.equal(5);
    });

    it('fails one by one: a missing secret is no failure of the others', async () => {
      const two = ['secret-1', 'other'].map((secretId) => decrypt({ region, secretId }));
      const [fine, missing] = await Promise.allSettled(two);
      expect(fine).to.include({ value: 's3cret of secret-1' });
      expect(missing).to.have.nested.property('reason.code', 'ERR_DECRYPTER_SECRET_NOT_FOUND');
      expect(aws.calls.count(batchAction)).to.equal(1);
    });

    it('is asked once for each secret, whatever is taken out of it', async () => {
      aws.secrets.put({ region, name: 'both', value: '{"user":"app","password":"s3cret"}' });
      const [user, password] = ['/user', '/password'].map((secretPointer) =>
        decrypt({ region, secretId: 'both', secretPointer }),
      );
      expect([await user, await password]).to.deep.equal(['app', 's3cret']);
      expect(aws.calls.count(action)).to.equal(1);
      expect(aws.calls.total).to.equal(1);
    });

    it('goes singly where it is a certain version', async () => {
      const versionStage = 'AWSPREVIOUS';
      aws.secrets.put({ region, name: 'secret-1', value: 'two' });
      const both = [
        decrypt({ region, secretId: 'secret-1', versionStage }),
        decrypt({ region, secretId: 'secret-2' }),
      ];
      expect(await Promise.all(both)).to.deep.equal(['s3cret of secret-1', 's3cret of secret-2']);
      expect(aws.calls.count(batchAction)).to.equal(0);
    });

    it('goes singly, once and for good and with a warning, where the batch is not allowed', async () => {
      const allow = [{ action, resource: '*' }];
      const reader = { accessKeyId: 'AKIASINGLE', secretAccessKey: 'x', allow };
      await using single = decryptersAs(aws.identities.addAccessKey(reader));
      const warnings = await warningsDuring(async () => {
        await single.resolve(properties(ids.slice(0, 5)));
        await single.resolve(properties(ids.slice(5, 10)));
      });
      expect(warnings).to.deep.equal(['BATCH_NOT_ALLOWED']);
      expect(aws.calls.count(batchAction)).to.equal(1);
      expect(aws.calls.count(action)).to.equal(10);
    });

    it('is abandoned when nobody waits for it any more', async () => {
      aws.faults.next(batchAction, 'slow', { delayMs: 3_600_000 });
      const abort = new AbortController();
      const call = decrypters.resolve(properties(ids.slice(0, 3)), { signal: abort.signal });
      while (aws.calls.total === 0) await new Promise((resolve) => setImmediate(resolve));
      abort.abort(new Error('enough'));
      expect(await call.catch((reason: unknown) => reason)).to.equal(abort.signal.reason);
    });
  });

  it('a secret without a value is told', async () => {
    aws.faults.next(action, 'empty');
    const error = await failure(decrypt({ region, secretId: 'db' }));
    expect(error.code).to.equal('ERR_DECRYPTER_SECRET_FORMAT');
  });

  it('a refusal names what to allow', async () => {
    aws.secrets.put({ region, name: 'db', value: 's3cret' });
    const nobody = { accessKeyId: 'AKIANOBODY', secretAccessKey: 'x', allow: [] };
    await using denied = decryptersAs(aws.identities.addAccessKey(nobody));
    const error = await failure(decrypt({ region, secretId: 'db' }, denied));
    expect(error.code).to.equal('ERR_DECRYPTER_ACCESS_DENIED');
    expect(error.hint).to.equal(
      `Allow the IAM action ${action} on arn:aws:secretsmanager:${region}:*:secret:db-??????.`,
    );
  });

  it('a secret under a key that may not be used is told as the key’s refusal', async () => {
    aws.secrets.put({ region, name: 'db', value: 's3cret', kmsKeyId: 'key-1' });
    const allow = [{ action: 'secretsmanager:*', resource: '*' }];
    const reader = { accessKeyId: 'AKIAREADER', secretAccessKey: 'x', allow };
    await using denied = decryptersAs(aws.identities.addAccessKey(reader));
    expect((await failure(decrypt({ region, secretId: 'db' }, denied))).hint).to.include(
      'kms:Decrypt',
    );
  });

  it('a deleted secret is reported as deleted, a missing one as missing', async () => {
    aws.secrets.put({ region, name: 'db', value: 's3cret' });
    aws.secrets.delete({ region, name: 'db' });
    const deleted = await failure(decrypt({ region, secretId: 'db' }));
    const missing = await failure(decrypt({ region, secretId: 'other' }));
    expect(deleted.message).to.include('marked for deletion');
    expect(missing.message).to.equal('The secret "other" does not exist in ap-southeast-2.');
    expect([deleted.code, missing.code]).to.deep.equal([
      'ERR_DECRYPTER_SECRET_NOT_FOUND',
      'ERR_DECRYPTER_SECRET_NOT_FOUND',
    ]);
  });

  it('a moment’s failure is tried again by the SDK; a lasting one is retryable', async () => {
    aws.secrets.put({ region, name: 'db', value: 's3cret' });
    aws.faults.next(action, 'throttle');
    expect(await decrypt({ region, secretId: 'db' })).to.equal('s3cret');
    for (const kind of ['throttle', 'error', 'reset', 'cut', 'garbage'] as const) {
      aws.faults.next(action, kind, { times: 3 });
      const error = await failure(decrypt({ region, secretId: 'db' }));
      expect(error, kind).to.include({ code: 'ERR_DECRYPTER_UNAVAILABLE', retryable: true });
      aws.faults.clear();
    }
  });

  it('an aborted call ends at once, and its request with it', async () => {
    aws.faults.next(action, 'slow', { delayMs: 3_600_000 });
    const abort = new AbortController();
    const value = JSON.stringify({ region, secretId: 'db' });
    const call = decrypters.decrypt('AwsSecretsManagerDecrypter', value, { signal: abort.signal });
    while (aws.calls.total === 0) await new Promise((resolve) => setImmediate(resolve));
    abort.abort(new Error('enough'));
    expect(await call.catch((reason: unknown) => reason)).to.equal(abort.signal.reason);
  });

  it('an endpoint of the application that is no URL is told as that', async () => {
    const elsewhere = decryptersAs(aws.defaultAccessKey, 'notaurl');
    const error = await failure(decrypt({ region, secretId: 'db' }, elsewhere));
    expect(error.code).to.equal('ERR_DECRYPTER_INVALID_VALUE');
    expect(error.hint).to.include('AWS_ENDPOINT_URL');
  });

  it('explains itself step by step', async () => {
    aws.secrets.put({ region, name: 'db', value: '{"password":"s3cret"}' });
    const value = JSON.stringify({ region, secretId: 'db', secretPointer: '/password' });
    const told: string[] = [];
    for (const { name, run } of await decrypters.explain('AwsSecretsManagerDecrypter', value)) {
      told.push(`${name}: ${await run()}`);
    }
    expect(told).to.deep.equal([
      'coordinates: secret "db" in ap-southeast-2',
      "credentials: from the application's own provider; they belong to arn:aws:iam::123456789012:user/emulator",
      'secret: readable',
      'pointer: "/password" points at a password',
    ]);
  });
});
