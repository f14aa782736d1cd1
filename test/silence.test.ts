import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';

import { expect } from 'chai';
import { container, createDecrypters, isDecrypterError } from '@password-decrypter/core';
import { AwsCredentials, AwsEndpoint } from '@password-decrypter/aws-client';
import awsSecretsManager from '@password-decrypter/aws-secrets-manager';
import awsSsm from '@password-decrypter/aws-ssm';
import plaintext from '@password-decrypter/plaintext';
import {
  startAwsEmulator,
  type AccessKey,
  type AwsEmulator,
} from '@password-decrypter/aws-emulator';

import { environmentOf, root, run } from './support.js';

const canary = 'hunter2-canary';
const region = 'ap-southeast-2';
const cli = join(root, 'packages/cli/dist/main.js');

interface Mistake {
  readonly what: string;
  readonly classname: string;
  readonly value: string | object;
  readonly code: string;
  /** Whether the caller has no rights. */
  readonly denied?: true;
  /** Whether nobody listens where AWS should be. */
  readonly stopped?: true;
}

const [secretsManager, ssm] = ['AwsSecretsManagerDecrypter', 'AwsSsmDecrypter'];
const secret = { region, secretId: 'db' };
const parameter = { region, parameterName: 'db' };

const mistakes: readonly Mistake[] = [
  ...[secretsManager, ssm].flatMap((classname): Mistake[] => [
    {
      what: 'a password where coordinates belong',
      classname,
      value: canary,
      code: 'ERR_DECRYPTER_INVALID_VALUE',
    },
    {
      what: 'a password that is JSON',
      classname,
      value: JSON.stringify(canary),
      code: 'ERR_DECRYPTER_INVALID_VALUE',
    },
    {
      what: 'malformed JSON',
      classname,
      value: `{"region":"${region}","secretId":"${canary}`,
      code: 'ERR_DECRYPTER_INVALID_VALUE',
    },
    {
      what: 'a password as a key',
      classname,
      value: { [canary]: canary },
      code: 'ERR_DECRYPTER_INVALID_VALUE',
    },
    {
      what: 'a password as the region',
      classname,
      value: { secretId: 'db', parameterName: 'db', region: canary },
      code: 'ERR_DECRYPTER_INVALID_VALUE',
    },
  ]),
  {
    what: 'a password as the endpoint',
    classname: secretsManager,
    value: { ...secret, endpointOverride: `https://${canary}@example.com` },
    code: 'ERR_DECRYPTER_INVALID_VALUE',
  },
  {
    what: 'a classname that nobody registered',
    classname: 'AwsSecretManagerDecrypter',
    value: canary,
    code: 'ERR_DECRYPTER_UNKNOWN',
  },
  {
    what: 'a wrong region',
    classname: secretsManager,
    value: { ...secret, region: 'eu-west-1' },
    code: 'ERR_DECRYPTER_SECRET_NOT_FOUND',
  },
  {
    what: 'a missing secret',
    classname: secretsManager,
    value: { region, secretId: 'other' },
    code: 'ERR_DECRYPTER_SECRET_NOT_FOUND',
  },
  {
    what: 'a missing parameter',
    classname: ssm,
    value: { region, parameterName: 'other' },
    code: 'ERR_DECRYPTER_SECRET_NOT_FOUND',
  },
  {
    what: 'a denied action',
    classname: secretsManager,
    value: secret,
    denied: true,
    code: 'ERR_DECRYPTER_ACCESS_DENIED',
  },
  {
    what: 'a denied action',
    classname: ssm,
    value: parameter,
    denied: true,
    code: 'ERR_DECRYPTER_ACCESS_DENIED',
  },
  {
    what: 'a wrong pointer',
    classname: secretsManager,
    value: { ...secret, secretPointer: '/other' },
    code: 'ERR_DECRYPTER_SECRET_NOT_FOUND',
  },
  {
    what: 'a pointer to an object',
    classname: secretsManager,
    value: { ...secret, secretPointer: '' },
    code: 'ERR_DECRYPTER_SECRET_FORMAT',
  },
  {
    what: 'a pointer into a secret that is not JSON',
    classname: ssm,
    value: { ...parameter, parameterPointer: '/password' },
    code: 'ERR_DECRYPTER_SECRET_FORMAT',
  },
  {
    what: 'a stopped backend',
    classname: secretsManager,
    value: secret,
    stopped: true,
    code: 'ERR_DECRYPTER_UNAVAILABLE',
  },
  {
    what: 'a stopped backend',
    classname: ssm,
    value: parameter,
    stopped: true,
    code: 'ERR_DECRYPTER_UNAVAILABLE',
  },
];

describe('silence', () => {
  let aws: AwsEmulator;
  let folder: string;
  let nobody: AccessKey;
  let stoppedUrl: string;

  before(async () => {
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
    folder = await mkdtemp(join(tmpdir(), 'silence-'));
    aws = await startAwsEmulator();
    aws.secrets.put({ region, name: 'db', value: JSON.stringify({ password: canary }) });
    aws.parameters.put({ region, name: 'db', value: `{${canary}` });
    nobody = aws.identities.addAccessKey({
      accessKeyId: 'AKIANOBODY',
      secretAccessKey: 'x',
      allow: [],
    });
    const stopped = await startAwsEmulator();
    stoppedUrl = stopped.url;
    await stopped.close();
  });
  after(async () => {
    await aws.close();
    await rm(folder, { recursive: true });
  });

  for (const [index, mistake] of mistakes.entries()) {
    const value = typeof mistake.value === 'string' ? mistake.value : JSON.stringify(mistake.value);
    const title = `${mistake.what} (${mistake.classname})`;

    it(`${title}: the error has a code and a hint, and holds neither the value nor the secret`, async () => {
      const application = container.createChildContainer();
      const key = mistake.denied ? nobody : aws.defaultAccessKey;
      application.register(AwsCredentials, { useValue: () => Promise.resolve(key) });
      application.register(AwsEndpoint, { useValue: mistake.stopped ? stoppedUrl : aws.url });
      await using decrypters = createDecrypters({
        plugins: [plaintext, awsSecretsManager, awsSsm],
        container: application,
      });
      const error: unknown = await decrypters
        .resolve({ 'db.password.decrypter.classname': mistake.classname, 'db.password': value })
        .then(
          () => expect.fail('it should have failed'),
          (reason: unknown) => reason,
        );
      if (!isDecrypterError(error)) throw error;
      expect(error).to.include({ code: mistake.code, property: 'db.password' });
      expect(error.hint).not.to.be.empty;
      expect(error).not.to.have.property('cause');
      for (const told of [
        error.message,
        error.stack ?? '',
        error.hint,
        String(error),
        JSON.stringify(error),
        inspect(error, { depth: Infinity, showHidden: true }),
      ]) {
        expect(told).not.to.include(canary);
        expect(told).not.to.include(value);
      }
    });

    it(`${title}: the command prints neither the value nor the secret`, async () => {
      const file = join(folder, `${index}.properties`);
      const escaped = value.replaceAll('\\', '\\\\');
      await writeFile(
        file,
        `db.password.decrypter.classname=${mistake.classname}\ndb.password=${escaped}\n`,
      );
      const env = {
        ...environmentOf(aws),
        ...(mistake.denied && {
          AWS_ACCESS_KEY_ID: nobody.accessKeyId,
          AWS_SECRET_ACCESS_KEY: nobody.secretAccessKey,
        }),
        ...(mistake.stopped && {
          AWS_ENDPOINT_URL_SECRETS_MANAGER: stoppedUrl,
          AWS_ENDPOINT_URL_SSM: stoppedUrl,
        }),
      };
      for (const args of [['check'], ['decrypt', '--debug', '--reveal']]) {
        const { exitCode, stdout, stderr } = await run(process.execPath, [cli, ...args, file], {
          env,
        });
        expect(exitCode).to.equal(1);
        expect(stdout + stderr)
          .to.include(mistake.code)
          .and.to.include('→ ');
        expect(stdout + stderr).not.to.include(canary);
        expect(stdout + stderr).not.to.include(value);
      }
    });
  }
});
