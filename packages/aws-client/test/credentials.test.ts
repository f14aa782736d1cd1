import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect } from 'chai';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { documentedCredentials } from '@password-decrypter/aws-client';
import { startAwsEmulator, type AwsEmulator } from '@password-decrypter/aws-emulator';

import { failure } from '../../core/test/support.js';

const account = '123456789012';

describe('AWS credentials', () => {
  let aws: AwsEmulator;
  let folder: string;
  let before: NodeJS.ProcessEnv;
  let systemProperties: Record<string, string>;

  beforeEach(async () => {
    aws = await startAwsEmulator();
    folder = await mkdtemp(join(tmpdir(), 'credentials-'));
    before = { ...process.env };
    systemProperties = {};
    for (const name of Object.keys(process.env)) {
      if (name.startsWith('AWS_')) Reflect.deleteProperty(process.env, name);
    }
    Object.assign(process.env, aws.endpoints, {
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_EC2_METADATA_DISABLED: 'true',
    });
  });

  afterEach(async () => {
    for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, before);
    await aws.close();
    await rm(folder, { recursive: true });
  });

  /** Configures each source with an identity of its own; the key is what its ARN ends with. */
  const sources: readonly (readonly [string, () => Promise<void>])[] = [
    [
      'user/from-environment',
      async () => {
        process.env.AWS_ACCESS_KEY_ID = key('from-environment');
        process.env.AWS_SECRET_ACCESS_KEY = 'secret';
      },
    ],
    [
      'user/from-system-properties',
      async () => {
        systemProperties['aws.accessKeyId'] = key('from-system-properties');
        systemProperties['aws.secretAccessKey'] = 'secret';
      },
    ],
    [
      'assumed-role/web/pod',
      async () => {
        const arn = `arn:aws:iam::${account}:role/web`;
        aws.identities.addRole({ arn, allow: [], webIdentityToken: 'a-token' });
        await writeFile(join(folder, 'token'), 'a-token');
        process.env.AWS_WEB_IDENTITY_TOKEN_FILE = join(folder, 'token');
        process.env.AWS_ROLE_ARN = arn;
        process.env.AWS_ROLE_SESSION_NAME = 'pod';
      },
    ],
    [
      'user/from-files',
      async () => {
        await profile('default', {
          aws_access_key_id: key('from-files'),
          aws_secret_access_key: 'secret',
        });
      },
    ],
    [
      'assumed-role/task-role/task',
      async () => {
        const { url, authorizationToken } = aws.containerCredentials;
        process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI = url;
        process.env.AWS_CONTAINER_AUTHORIZATION_TOKEN = authorizationToken;
      },
    ],
    [
      'assumed-role/instance-role/i-0123456789abcdef0',
      async () => {
        delete process.env.AWS_EC2_METADATA_DISABLED;
        process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT = aws.instanceMetadata.url;
      },
    ],
  ];

  function key(name: string): string {
    return aws.identities.addAccessKey({ accessKeyId: name, secretAccessKey: 'secret' })
      .accessKeyId;
  }

  async function profile(name: string, settings: Record<string, string>): Promise<void> {
    const lines = Object.entries(settings).map(([setting, value]) => `${setting} = ${value}`);
    await writeFile(join(folder, 'credentials'), [`[${name}]`, ...lines, ''].join('\n'), {
      flag: 'a',
    });
  }

  async function identity(credentials = documentedCredentials(systemProperties)) {
    const client = new STSClient({ region: 'eu-west-1', credentials });
    return (await client.send(new GetCallerIdentityCommand())).Arn;
  }

  sources.forEach(([end], index) => {
    it(`source ${index + 1} of 6 (${end}) goes before those after it`, async () => {
      for (const [, configure] of sources.slice(index)) await configure();
      expect(await identity()).to.match(new RegExp(`${end}$`));
    });
  });

  it('one call to a metadata service serves many clients', async () => {
    await sources[4]?.[1]();
    const credentials = documentedCredentials();
    await Promise.all(Array.from({ length: 10 }, () => identity(credentials)));
    expect(aws.calls.count('container:GetCredentials')).to.equal(1);
  });

  it('one call to STS serves many clients', async () => {
    await sources[2]?.[1]();
    const credentials = documentedCredentials();
    await Promise.all(Array.from({ length: 10 }, () => identity(credentials)));
    expect(aws.calls.count('sts:AssumeRoleWithWebIdentity')).to.equal(1);
  });

  it('credentials that are about to end are asked for again', async () => {
    const shortLived = await startAwsEmulator({ metadataCredentialsSeconds: 60 });
    const { url, authorizationToken } = shortLived.containerCredentials;
    process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI = url;
    process.env.AWS_CONTAINER_AUTHORIZATION_TOKEN = authorizationToken;
    const credentials = documentedCredentials();
    const [one, two] = [await credentials(), await credentials()];
    expect(one.accessKeyId).not.to.equal(two.accessKeyId);
    await shortLived.close();
  });

  it('a profile may name a process', async () => {
    const told = { Version: 1, AccessKeyId: key('from-process'), SecretAccessKey: 'secret' };
    await writeFile(join(folder, 'told.json'), JSON.stringify(told));
    await profile('default', { credential_process: `cat ${join(folder, 'told.json')}` });
    expect(await identity()).to.match(/user\/from-process$/);
  });

  it('a profile may assume a role', async () => {
    const arn = `arn:aws:iam::${account}:role/reader`;
    aws.identities.addRole({ arn, allow: [] });
    await profile('base', { aws_access_key_id: key('base'), aws_secret_access_key: 'secret' });
    await profile('app', { role_arn: arn, source_profile: 'base', role_session_name: 'app' });
    process.env.AWS_PROFILE = 'app';
    expect(await identity()).to.match(/assumed-role\/reader\/app$/);
  });

  it('a profile may use single sign-on', async () => {
    const portal = createServer((_, response) => {
      const roleCredentials = {
        accessKeyId: key('from-sso'),
        secretAccessKey: 'secret',
        sessionToken: 'token',
        expiration: Date.now() + 3_600_000,
      };
      response.end(JSON.stringify({ roleCredentials }));
    });
    await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve));
    portal.unref();
    const address = portal.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const cache = join(folder, '.aws', 'sso', 'cache');
    const startUrl = 'https://example.awsapps.com/start';
    const token = { accessToken: 'x', expiresAt: new Date(Date.now() + 3_600_000).toISOString() };
    await mkdir(cache, { recursive: true });
    const name = createHash('sha1').update(startUrl).digest('hex');
    await writeFile(join(cache, `${name}.json`), JSON.stringify(token));
    await profile('default', {
      sso_start_url: startUrl,
      sso_region: 'eu-west-1',
      sso_account_id: account,
      sso_role_name: 'reader',
    });
    // The SDK finds the home folder once in a process.
    const script = `
      import { documentedCredentials } from '@password-decrypter/aws-client';
      console.log((await documentedCredentials()()).accessKeyId);`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', script],
      {
        env: {
          ...process.env,
          HOME: folder,
          AWS_ENDPOINT_URL_SSO: `http://127.0.0.1:${String(port)}`,
        },
      },
    );
    expect(stdout.trim()).to.equal('from-sso');
  });

  it('no credentials anywhere: the error lists the six places', async () => {
    const error = await failure(documentedCredentials()());
    expect(error.code).to.equal('ERR_DECRYPTER_ACCESS_DENIED');
    expect(error.hint.split('; ')).to.have.lengthOf(6);
  });

  it('a source that is configured and broken is told, and no other identity is taken', async () => {
    await sources[5]?.[1]();
    process.env.AWS_WEB_IDENTITY_TOKEN_FILE = join(folder, 'nowhere');
    process.env.AWS_ROLE_ARN = `arn:aws:iam::${account}:role/web`;
    const error = await failure(documentedCredentials()());
    expect(error.code).to.equal('ERR_DECRYPTER_ACCESS_DENIED');
    expect(error.message).to.include('web identity token').and.to.include('ENOENT');
    expect(error.message).not.to.include(folder);
  });

  it('a source that is half configured is told, and no other identity is taken', async () => {
    await sources[5]?.[1]();
    const halves: readonly (readonly [Record<string, string>, string])[] = [
      [{ AWS_ACCESS_KEY_ID: 'x' }, 'AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not.'],
      [
        { AWS_WEB_IDENTITY_TOKEN_FILE: 'x' },
        'AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not.',
      ],
    ];
    for (const [environment, message] of halves) {
      Object.assign(process.env, environment);
      const error = await failure(documentedCredentials()());
      expect(error).to.include({ code: 'ERR_DECRYPTER_ACCESS_DENIED', message });
      for (const name of Object.keys(environment)) Reflect.deleteProperty(process.env, name);
    }
    const half = documentedCredentials({ 'aws.secretAccessKey': 'x' });
    expect((await failure(half())).message).to.include('but aws.accessKeyId is not');
    await profile('default', { aws_access_key_id: 'x' });
    const error = await failure(documentedCredentials()());
    expect(error.message).to.include('aws_secret_access_key of the profile "default" is not');
  });

  it('a profile that is named and not there is told', async () => {
    process.env.AWS_PROFILE = 'nobody';
    const error = await failure(documentedCredentials()());
    expect(error.message).to.include('AWS_PROFILE names the profile "nobody"');
  });

  it('a metadata service in trouble is retryable, and no other identity is taken', async () => {
    await sources[4]?.[1]();
    await sources[5]?.[1]();
    aws.faults.next('container:GetCredentials', 'error', { times: Infinity });
    const container = await failure(documentedCredentials()());
    expect(container).to.include({ code: 'ERR_DECRYPTER_UNAVAILABLE', retryable: true });
    delete process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI;
    aws.faults.next('imds:GetRoleName', 'error', { times: Infinity });
    const instance = await failure(documentedCredentials()());
    expect(instance).to.include({ code: 'ERR_DECRYPTER_UNAVAILABLE', retryable: true });
  });

  it('a source that fails for a moment is retryable, and the next call asks again', async () => {
    await sources[2]?.[1]();
    aws.faults.next('sts:AssumeRoleWithWebIdentity', 'throttle', { times: 3 });
    const credentials = documentedCredentials();
    const callerClientConfig = { region: () => Promise.resolve('eu-west-1') };
    const error = await failure(credentials({ callerClientConfig }));
    expect(error).to.include({ code: 'ERR_DECRYPTER_UNAVAILABLE', retryable: true });
    expect(await identity(credentials)).to.match(/assumed-role\/web\/pod$/);
  });
});
