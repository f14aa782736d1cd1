import { expect } from 'chai';
import { container, createDecrypters, type Decrypters } from '@password-decrypter/core';
import { AwsCredentials, AwsEndpoint } from '@password-decrypter/aws-client';
import awsSsm from '@password-decrypter/aws-ssm';
import { startAwsEmulator, type AwsEmulator } from '@password-decrypter/aws-emulator';

import { failure } from '../../core/test/support.js';

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
