import { expect } from 'chai';
import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParametersCommand,
  LabelParameterVersionCommand,
  PutParameterCommand,
} from '@aws-sdk/client-ssm';
import { startAwsEmulator, type AwsEmulator } from '@password-decrypter/aws-emulator';

import { failure, region, ssm } from './support.js';

describe('emulated Parameter Store', () => {
  let aws: AwsEmulator;
  beforeEach(async () => (aws = await startAwsEmulator()));
  afterEach(() => aws.close());

  const get = async (name: string, decryption = true) =>
    (await ssm(aws).send(new GetParameterCommand({ Name: name, WithDecryption: decryption })))
      .Parameter;

  it('a parameter is found by its name and by its ARN', async () => {
    for (const name of ['plain', '/app/db/password']) {
      const { arn } = aws.parameters.put({ region, name, value: 's3cret' });
      expect((await get(name))?.Value).to.equal('s3cret');
      expect((await get(arn))?.Value).to.equal('s3cret');
      expect((await get(`${arn}:1`))?.Selector).to.equal(':1');
    }
  });

  it('versions and labels select', async () => {
    const client = ssm(aws);
    const put = (value: string) =>
      client.send(
        new PutParameterCommand({ Name: '/db', Value: value, Type: 'String', Overwrite: true }),
      );
    await put('one');
    expect((await put('two')).Version).to.equal(2);
    await client.send(
      new LabelParameterVersionCommand({ Name: '/db', ParameterVersion: 1, Labels: ['blue'] }),
    );
    expect((await get('/db'))?.Value).to.equal('two');
    expect((await get('/db:1'))?.Value).to.equal('one');
    expect(await get('/db:blue')).to.include({ Name: '/db', Value: 'one', Selector: ':blue' });
    expect((await failure(get('/db:3'))).name).to.equal('ParameterVersionNotFound');
    expect((await failure(get('/other'))).name).to.equal('ParameterNotFound');
  });

  it('an undecrypted SecureString is unreadable, other types are not encrypted', async () => {
    aws.parameters.put({ region, name: '/secure', value: 's3cret' });
    aws.parameters.put({ region, name: '/open', value: 's3cret', type: 'String' });
    const undecrypted = (await get('/secure', false))?.Value ?? '';
    expect(Buffer.from(undecrypted, 'base64').toString()).not.to.include('s3cret');
    expect(undecrypted).not.to.be.empty;
    expect((await get('/open', false))?.Value).to.equal('s3cret');
  });

  it('a parameter is not overwritten unasked, and can be deleted', async () => {
    aws.parameters.put({ region, name: '/db', value: 'one' });
    const client = ssm(aws);
    const put = client.send(new PutParameterCommand({ Name: '/db', Value: 'two' }));
    expect((await failure(put)).name).to.equal('ParameterAlreadyExists');
    await client.send(new DeleteParameterCommand({ Name: '/db' }));
    expect((await failure(get('/db'))).name).to.equal('ParameterNotFound');
  });

  it('GetParameters answers in its own order and lists what is not there', async () => {
    aws.parameters.put({ region, name: '/a', value: 'one' });
    aws.parameters.put({ region, name: '/b', value: 'two', labels: ['blue'] });
    const { Parameters, InvalidParameters } = await ssm(aws).send(
      new GetParametersCommand({ Names: ['/a', '/b:blue', '/c', '/b:9'], WithDecryption: true }),
    );
    expect(Parameters?.map(({ Name, Selector }) => [Name, Selector])).to.deep.equal([
      ['/b', ':blue'],
      ['/a', undefined],
    ]);
    expect(InvalidParameters).to.deep.equal(['/c', '/b:9']);
  });

  it('GetParameters takes ten names and no more', async () => {
    const names = Array.from({ length: 11 }, (_, index) => `/p${index}`);
    const many = (Names: string[]) => ssm(aws).send(new GetParametersCommand({ Names }));
    expect((await many(names.slice(1))).InvalidParameters).to.have.lengthOf(10);
    expect((await failure(many(names))).name).to.equal('ValidationException');
  });

  it('what is not allowed is denied, with the action and the resource named', async () => {
    aws.parameters.put({ region, name: '/db', value: 's3cret', kmsKeyId: 'alias/app' });
    const as = (accessKeyId: string, action: string) =>
      ssm(
        aws,
        aws.identities.addAccessKey({
          accessKeyId,
          secretAccessKey: 'x',
          allow: [{ action, resource: '*' }],
        }),
      ).send(new GetParameterCommand({ Name: '/db', WithDecryption: true }));
    const noRight = await failure(as('AKIANONE', 'ssm:PutParameter'));
    expect(noRight.name).to.equal('AccessDeniedException');
    expect(noRight.message).to.include('ssm:GetParameter on resource: arn:aws:ssm:eu-west-1:');
    const noKey = await failure(as('AKIANOKEY', 'ssm:GetParameter'));
    expect(noKey.message).to.include('customer master key');
  });
});
