import { expect } from 'chai';
import {
  BatchGetSecretValueCommand,
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { startAwsEmulator, type AwsEmulator } from '@password-decrypter/aws-emulator';

import { failure, region, secretsManager } from './support.js';

describe('emulated Secrets Manager', () => {
  let aws: AwsEmulator;
  beforeEach(async () => (aws = await startAwsEmulator()));
  afterEach(() => aws.close());

  const get = (secretId: string, more: object = {}) =>
    secretsManager(aws).send(new GetSecretValueCommand({ SecretId: secretId, ...more }));

  it('a secret is found by its name, its ARN and its ARN without the random end', async () => {
    const { arn } = aws.secrets.put({ region, name: 'db/main', value: 's3cret' });
    for (const id of ['db/main', arn, arn.slice(0, -7)]) {
      expect((await get(id)).SecretString).to.equal('s3cret');
    }
  });

  it('a secret of one region is not there in another', async () => {
    aws.secrets.put({ region: 'us-east-1', name: 'db', value: 's3cret' });
    const { name, status, message } = await failure(get('db'));
    expect({ name, status }).to.deep.equal({ name: 'ResourceNotFoundException', status: 400 });
    expect(message).to.equal("Secrets Manager can't find the specified secret.");
  });

  it('bytes come back as bytes', async () => {
    aws.secrets.put({ region, name: 'bytes', value: Uint8Array.of(0, 255, 7) });
    expect([...((await get('bytes')).SecretBinary ?? [])]).to.deep.equal([0, 255, 7]);
  });

  it('a new version takes AWSCURRENT and leaves AWSPREVIOUS to the one before', async () => {
    const client = secretsManager(aws);
    const made = await client.send(new CreateSecretCommand({ Name: 'db', SecretString: 'one' }));
    const put = await client.send(
      new PutSecretValueCommand({ SecretId: 'db', SecretString: 'two' }),
    );
    expect(put.VersionStages).to.deep.equal(['AWSCURRENT']);
    expect((await get('db')).SecretString).to.equal('two');
    expect((await get('db', { VersionStage: 'AWSPREVIOUS' })).SecretString).to.equal('one');
    expect((await get('db', { VersionId: made.VersionId })).SecretString).to.equal('one');
    const { VersionIdsToStages: stages } = await client.send(
      new DescribeSecretCommand({ SecretId: 'db' }),
    );
    expect(Object.values(stages ?? {})).to.have.deep.members([['AWSPREVIOUS'], ['AWSCURRENT']]);
  });

  it('a stage moves from version to version as a rotation moves it', async () => {
    const before = aws.secrets.put({ region, name: 'db', value: 'one' });
    const after = aws.secrets.put({ region, name: 'db', value: 'two', stages: ['AWSPENDING'] });
    expect((await get('db')).SecretString).to.equal('one');
    await secretsManager(aws).send(
      new UpdateSecretVersionStageCommand({
        SecretId: 'db',
        VersionStage: 'AWSCURRENT',
        RemoveFromVersionId: before.versionId,
        MoveToVersionId: after.versionId,
      }),
    );
    expect((await get('db')).SecretString).to.equal('two');
    expect((await get('db', { VersionStage: 'AWSPREVIOUS' })).SecretString).to.equal('one');
  });

  it('a version that is not there is told apart from a secret that is not there', async () => {
    aws.secrets.put({ region, name: 'db', value: 'one' });
    const { name, message } = await failure(get('db', { VersionStage: 'AWSPREVIOUS' }));
    expect(name).to.equal('ResourceNotFoundException');
    expect(message).to.include('staging label: AWSPREVIOUS');
  });

  it('a secret marked for deletion is refused until it is restored', async () => {
    aws.secrets.put({ region, name: 'db', value: 's3cret' });
    const client = secretsManager(aws);
    await client.send(new DeleteSecretCommand({ SecretId: 'db' }));
    expect((await failure(get('db'))).name).to.equal('InvalidRequestException');
    await client.send(new RestoreSecretCommand({ SecretId: 'db' }));
    expect((await get('db')).SecretString).to.equal('s3cret');
    await client.send(
      new DeleteSecretCommand({ SecretId: 'db', ForceDeleteWithoutRecovery: true }),
    );
    expect((await failure(get('db'))).name).to.equal('ResourceNotFoundException');
  });

  it('a name is taken once', async () => {
    const create = () =>
      secretsManager(aws).send(new CreateSecretCommand({ Name: 'db', SecretString: 'one' }));
    await create();
    expect((await failure(create())).name).to.equal('ResourceExistsException');
  });

  describe('BatchGetSecretValue', () => {
    const batch = (ids: string[], client = secretsManager(aws)) =>
      client.send(new BatchGetSecretValueCommand({ SecretIdList: ids }));

    it('answers each secret by itself: values here, errors there', async () => {
      aws.secrets.put({ region, name: 'a', value: 'one' });
      aws.secrets.put({ region, name: 'b', value: 'two' });
      const { SecretValues, Errors } = await batch(['a', 'b', 'c']);
      expect(SecretValues?.map(({ SecretString }) => SecretString)).to.deep.equal(['one', 'two']);
      expect(Errors).to.have.lengthOf(1);
      expect(Errors?.[0]).to.include({ SecretId: 'c', ErrorCode: 'ResourceNotFoundException' });
    });

    it('takes twenty secrets and no more', async () => {
      const ids = Array.from({ length: 21 }, (_, index) => `s${index}`);
      expect((await batch(ids.slice(1))).Errors).to.have.lengthOf(20);
      expect((await failure(batch(ids))).name).to.equal('InvalidParameterException');
    });

    it('needs its own right, and the right to each secret', async () => {
      const { arn } = aws.secrets.put({ region, name: 'a', value: 'one' });
      aws.secrets.put({ region, name: 'b', value: 'two' });
      const reader = aws.identities.addAccessKey({
        accessKeyId: 'AKIAREADER',
        secretAccessKey: 'x',
        allow: [
          { action: 'secretsmanager:BatchGetSecretValue', resource: '*' },
          { action: 'secretsmanager:GetSecretValue', resource: arn },
        ],
      });
      const { SecretValues, Errors } = await batch(['a', 'b'], secretsManager(aws, reader));
      expect(SecretValues).to.have.lengthOf(1);
      expect(Errors?.[0]?.ErrorCode).to.equal('AccessDeniedException');
      const single = aws.identities.addAccessKey({
        accessKeyId: 'AKIASINGLE',
        secretAccessKey: 'x',
        allow: [{ action: 'secretsmanager:GetSecretValue', resource: '*' }],
      });
      const refused = await failure(batch(['a'], secretsManager(aws, single)));
      expect(refused.message).to.include('secretsmanager:BatchGetSecretValue');
    });
  });

  it('reading under a customer managed key needs the right to decrypt with it', async () => {
    aws.secrets.put({ region, name: 'db', value: 's3cret', kmsKeyId: 'key-1' });
    const reader = aws.identities.addAccessKey({
      accessKeyId: 'AKIAREADER',
      secretAccessKey: 'x',
      allow: [{ action: 'secretsmanager:*', resource: '*' }],
    });
    const read = secretsManager(aws, reader).send(new GetSecretValueCommand({ SecretId: 'db' }));
    expect(await failure(read)).to.deep.equal({
      name: 'AccessDeniedException',
      message: 'Access to KMS is not allowed',
      status: 400,
    });
    expect((await get('db')).SecretString).to.equal('s3cret');
  });
});
