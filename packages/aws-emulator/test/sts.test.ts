import { expect } from 'chai';
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
} from '@aws-sdk/client-sts';
import { startAwsEmulator, type AwsEmulator } from '@password-decrypter/aws-emulator';

import { failure, sts } from './support.js';

describe('emulated STS', () => {
  let aws: AwsEmulator;
  beforeEach(async () => (aws = await startAwsEmulator()));
  afterEach(() => aws.close());

  const roleArn = 'arn:aws:iam::123456789012:role/reader';
  const session = { RoleArn: roleArn, RoleSessionName: 'test' };

  /** The identity behind credentials that STS has just issued. */
  async function identityOf(issued: Parameters<typeof keyOf>[0]) {
    return (await sts(aws, keyOf(issued)).send(new GetCallerIdentityCommand())).Arn;
  }

  function keyOf(issued: {
    AccessKeyId: string | undefined;
    SecretAccessKey: string | undefined;
    SessionToken: string | undefined;
  }) {
    return {
      accessKeyId: issued.AccessKeyId ?? '',
      secretAccessKey: issued.SecretAccessKey ?? '',
      sessionToken: issued.SessionToken ?? '',
      arn: '',
      allow: [],
    };
  }

  it('tells the caller who it is', async () => {
    const identity = await sts(aws).send(new GetCallerIdentityCommand());
    expect(identity).to.include({
      Arn: 'arn:aws:iam::123456789012:user/emulator',
      Account: '123456789012',
    });
  });

  it('a role that is known is assumed, by whoever may', async () => {
    aws.identities.addRole({ arn: roleArn, allow: [] });
    const { Credentials } = await sts(aws).send(new AssumeRoleCommand(session));
    if (Credentials === undefined) expect.fail('no credentials');
    expect(await identityOf(Credentials)).to.equal(
      'arn:aws:sts::123456789012:assumed-role/reader/test',
    );
    const nobody = aws.identities.addAccessKey({
      accessKeyId: 'AKIANOBODY',
      secretAccessKey: 'x',
      allow: [],
    });
    const refused = await failure(sts(aws, nobody).send(new AssumeRoleCommand(session)));
    expect(refused).to.include({ name: 'AccessDenied', status: 403 });
  });

  it('a web identity token is exchanged without a signature', async () => {
    aws.identities.addRole({ arn: roleArn, allow: [], webIdentityToken: 'a-token' });
    const exchange = (WebIdentityToken: string) =>
      sts(aws).send(new AssumeRoleWithWebIdentityCommand({ ...session, WebIdentityToken }));
    const { Credentials } = await exchange('a-token');
    if (Credentials === undefined) expect.fail('no credentials');
    expect(await identityOf(Credentials)).to.match(/assumed-role\/reader\/test$/);
    expect((await failure(exchange('another'))).name).to.match(/^InvalidIdentityToken/);
  });

  it('credentials end when they say', async () => {
    aws.identities.addRole({ arn: roleArn, allow: [] });
    const { Credentials } = await sts(aws).send(
      new AssumeRoleCommand({ ...session, DurationSeconds: 0 }),
    );
    if (Credentials === undefined) expect.fail('no credentials');
    expect((await failure(identityOf(Credentials))).name).to.match(/^ExpiredToken/);
  });
});
