import { expect } from 'chai';
import { container, createDecrypters, type Decrypters } from '@password-decrypter/core';
import { AwsCredentials, AwsEndpoint } from '@password-decrypter/aws-client';
import awsSsm from '@password-decrypter/aws-ssm';
import { startAwsEmulator, type AwsEmulator } from '@password-decrypter/aws-emulator';

import { failure, warningsDuring } from '../../core/test/support.js';

const region = 'ap-southeast-2';
const action = 'ssm:GetParameter';

describe('AwsSsmDecrypter', () => {
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

  function decryptersAs(credentials: { accessKeyId: string; secretAccessKey: string }) {
    const application = container.createChildContainer();
    application.register(AwsCredentials, { useValue: () => Promise.resolve(credentials) });
    application.register(AwsEndpoint, { useValue: aws.url });
    return createDecrypters({ plugins: [awsSsm], container: application, cache: false });
  }

  const decrypt = (coordinates: object, by = decrypters) =>
    by.decrypt('AwsSsmDecrypter', JSON.stringify(coordinates));

  it('decrypts a SecureString, and takes other types as they are', async () => {
    aws.parameters.put({ region, name: '/app/db', value: ' s3cret' });
    aws.parameters.put({ region, name: 'plain', value: 'open', type: 'String' });
    expect(await decrypt({ region, parameterName: '/app/db' })).to.equal(' s3cret');
    expect(await decrypt({ region, parameterName: 'plain' })).to.equal('open');
  });

  it('takes the part that a pointer names', async () => {
    aws.parameters.put({ region, name: '/app/db', value: '{"password":"s3cret"}' });
    const coordinates = { region, parameterName: '/app/db', parameterPointer: '/password' };
    expect(await decrypt(coordinates)).to.equal('s3cret');
  });

  it('reads the version or the label that is asked for', async () => {
    aws.parameters.put({ region, name: '/db', value: 'one', labels: ['blue'] });
    aws.parameters.put({ region, name: '/db', value: 'two' });
    expect(await decrypt({ region, parameterName: '/db' })).to.equal('two');
    expect(await decrypt({ region, parameterName: '/db:1' })).to.equal('one');
    expect(await decrypt({ region, parameterName: '/db:blue' })).to.equal('one');
    const error = await failure(decrypt({ region, parameterName: '/db:9' }));
    expect(error.message).to.include('no such version');
  });

  it('an ARN brings its own region', async () => {
    const { arn } = aws.parameters.put({ region, name: '/app/db', value: 's3cret' });
    expect(await decrypt({ parameterName: arn })).to.equal('s3cret');
  });

  it('endpointOverride is where the service is called', async () => {
    await using other = await startAwsEmulator();
    other.parameters.put({ region, name: '/db', value: 'from the other' });
    const coordinates = { region, parameterName: '/db', endpointOverride: other.url };
    expect(await decrypt(coordinates)).to.equal('from the other');
    expect(aws.calls.total).to.equal(0);
  });

  it('a hundred callers at once are one call', async () => {
    aws.parameters.put({ region, name: '/db', value: 's3cret' });
    await Promise.all(Array.from({ length: 100 }, () => decrypt({ region, parameterName: '/db' })));
    expect(aws.calls.count(action)).to.equal(1);
  });

  describe('what is asked for in the same tick', () => {
    const batchAction = 'ssm:GetParameters';
    const names = Array.from({ length: 100 }, (_, index) => `/app/parameter-${index}`);
    beforeEach(() => {
      for (const name of names) aws.parameters.put({ region, name, value: `s3cret of ${name}` });
    });

    const properties = (parameterNames: readonly string[]) =>
      Object.fromEntries(
        parameterNames.flatMap((parameterName) => [
          [parameterName, JSON.stringify({ region, parameterName })],
          [`${parameterName}.decrypter.classname`, 'AwsSsmDecrypter'],
        ]),
      );

    it('goes out ten at a time: a hundred parameters are ten calls', async () => {
      const resolved = await decrypters.resolve(properties(names));
      for (const name of names) expect(resolved[name]).to.equal(`s3cret of ${name}`);
      expect(aws.calls.count(batchAction)).to.equal(10);
      expect(aws.calls.total).to.equal(10);
    });

    it('finds names, ARNs, versions and labels again, in whatever order they come', async () => {
      aws.parameters.put({ region, name: '/db', value: 'one', labels: ['blue'] });
      const { arn } = aws.parameters.put({ region, name: '/db', value: 'two' });
      const asked = ['/db', '/db:1', '/db:blue', arn, `${arn}:1`];
      const passwords = asked.map((parameterName) => decrypt({ region, parameterName }));
      expect(await Promise.all(passwords)).to.deep.equal(['two', 'one', 'one', 'two', 'one']);
      expect(aws.calls.total).to.equal(1);
    });

    it('fails one by one: a missing parameter is no failure of the others', async () => {
      const asked = [names[1], '/other', '/db:9'].map((parameterName) =>
        decrypt({ region, parameterName }),
      );
      const [fine, missing] = await Promise.allSettled(asked);
      expect(fine).to.include({ value: `s3cret of ${names[1] ?? ''}` });
      expect(missing).to.have.nested.property('reason.code', 'ERR_DECRYPTER_SECRET_NOT_FOUND');
      expect(aws.calls.count(batchAction)).to.equal(1);
    });

    it('goes singly, once and for good and with a warning, where the batch is not allowed', async () => {
      const allow = [{ action, resource: '*' }];
      const reader = { accessKeyId: 'AKIASINGLE', secretAccessKey: 'x', allow };
      await using single = decryptersAs(aws.identities.addAccessKey(reader));
      const warnings = await warningsDuring(async () => {
        await single.resolve(properties(names.slice(0, 5)));
        await single.resolve(properties(names.slice(5, 10)));
      });
      expect(warnings).to.deep.equal(['BATCH_NOT_ALLOWED']);
      expect(aws.calls.count(batchAction)).to.equal(1);
      expect(aws.calls.count(action)).to.equal(10);
    });
  });

  it('a refusal names what to allow', async () => {
    aws.parameters.put({ region, name: '/app/db', value: 's3cret' });
    const nobody = { accessKeyId: 'AKIANOBODY', secretAccessKey: 'x', allow: [] };
    await using denied = decryptersAs(aws.identities.addAccessKey(nobody));
    const error = await failure(decrypt({ region, parameterName: '/app/db:1' }, denied));
    expect(error.code).to.equal('ERR_DECRYPTER_ACCESS_DENIED');
    expect(error.hint).to.equal(
      `Allow the IAM action ${action} on arn:aws:ssm:${region}:*:parameter/app/db.`,
    );
  });

  it('a parameter under a key that may not be used is told as the key’s refusal', async () => {
    aws.parameters.put({ region, name: '/db', value: 's3cret', kmsKeyId: 'key-1' });
    const allow = [{ action, resource: '*' }];
    const reader = { accessKeyId: 'AKIAREADER', secretAccessKey: 'x', allow };
    await using denied = decryptersAs(aws.identities.addAccessKey(reader));
    const error = await failure(decrypt({ region, parameterName: '/db' }, denied));
    expect(error.hint).to.include('kms:Decrypt');
  });

  it('a missing parameter is reported as missing', async () => {
    const error = await failure(decrypt({ region, parameterName: '/other' }));
    expect(error.code).to.equal('ERR_DECRYPTER_SECRET_NOT_FOUND');
    expect(error.message).to.equal('The parameter "/other" does not exist in ap-southeast-2.');
  });

  it('a moment’s failure is tried again by the SDK; a lasting one is retryable', async () => {
    aws.parameters.put({ region, name: '/db', value: 's3cret' });
    aws.faults.next(action, 'throttle');
    expect(await decrypt({ region, parameterName: '/db' })).to.equal('s3cret');
    for (const kind of ['throttle', 'error', 'reset', 'cut', 'garbage'] as const) {
      aws.faults.next(action, kind, { times: 3 });
      const error = await failure(decrypt({ region, parameterName: '/db' }));
      expect(error, kind).to.include({ code: 'ERR_DECRYPTER_UNAVAILABLE', retryable: true });
      aws.faults.clear();
    }
  });

  it('explains itself step by step', async () => {
    aws.parameters.put({ region, name: '/db', value: 's3cret' });
    const value = JSON.stringify({ region, parameterName: '/db' });
    const told: string[] = [];
    for (const { name, run } of await decrypters.explain('AwsSsmDecrypter', value)) {
      told.push(`${name}: ${await run()}`);
    }
    expect(told).to.deep.equal([
      'coordinates: parameter "/db" in ap-southeast-2',
      "credentials: from the application's own provider; they belong to arn:aws:iam::123456789012:user/emulator",
      'secret: readable',
      'pointer: none: the whole secret is the password',
    ]);
  });
});
