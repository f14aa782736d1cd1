import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';
import { startAwsEmulator, type AwsEmulator } from '@password-decrypter/aws-emulator';

import { environmentOf, runTypeScript } from './support.js';

const region = 'ap-southeast-2';

describe('a library consumer', () => {
  let aws: AwsEmulator;
  let folder: string;
  let configuration: string;

  before(async () => {
    aws = await startAwsEmulator();
    aws.secrets.put({ region, name: 'db', value: '{"password":"s3cret"}' });
    folder = await mkdtemp(join(tmpdir(), 'consumer-'));
    configuration = join(folder, 'config.json');
    const coordinates = { region, secretId: 'db', secretPointer: '/password' };
    await writeFile(
      configuration,
      JSON.stringify({
        'db.password.decrypter.classname': 'AwsSecretsManagerDecrypter',
        'db.password': coordinates,
      }),
    );
  });
  after(async () => {
    await aws.close();
    await rm(folder, { recursive: true });
  });

  it('selects a strategy by name from JSON configuration in fewer than ten lines', async () => {
    const script = `
      import { createDecrypters } from '@password-decrypter/core';
      import { readProperties } from '@password-decrypter/config-files';
      import awsSecretsManager from '@password-decrypter/aws-secrets-manager';
      import plaintext from '@password-decrypter/plaintext';
      const decrypters = createDecrypters({ plugins: [plaintext, awsSecretsManager] });
      const properties = await decrypters.resolve(await readProperties(process.env.CONFIGURATION!));
      console.log(properties['db.password']);`;
    expect(script.trim().split('\n')).to.have.lengthOf.below(10);
    const env = { ...environmentOf(aws), CONFIGURATION: configuration };
    expect((await runTypeScript(script, { env })).stdout).to.equal('s3cret\n');
  });

  it('replaces the client factory in the container', async () => {
    const script = `
      import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
      import { container, createDecrypters } from '@password-decrypter/core';
      import { readProperties } from '@password-decrypter/config-files';
      import awsSecretsManager, { SecretsManagerClients } from '@password-decrypter/aws-secrets-manager';
      const asked: unknown[] = [];
      container.register<SecretsManagerClients>(SecretsManagerClients, {
        useValue: {
          clientFor(location) {
            asked.push(location);
            return new SecretsManagerClient({ region: location.region });
          },
        },
      });
      const decrypters = createDecrypters({ plugins: [awsSecretsManager] });
      const properties = await decrypters.resolve(await readProperties(process.env.CONFIGURATION!));
      console.log(properties['db.password'], JSON.stringify(asked));`;
    const env = { ...environmentOf(aws), CONFIGURATION: configuration };
    expect((await runTypeScript(script, { env })).stdout).to.equal(
      's3cret [{"region":"ap-southeast-2"}]\n',
    );
  });

  it('takes a class for a client factory, with collaborators of its own', async () => {
    const script = `
      import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
      import { container, createDecrypters, inject, injectable } from '@password-decrypter/core';
      import awsSecretsManager, { SecretsManagerClients } from '@password-decrypter/aws-secrets-manager';
      const Attempts = Symbol('Attempts');
      @injectable()
      class PatientClients implements SecretsManagerClients {
        constructor(@inject(Attempts) readonly maxAttempts: number) {}
        clientFor({ region }: { region: string }) {
          return new SecretsManagerClient({ region, maxAttempts: this.maxAttempts });
        }
      }
      const application = container.createChildContainer();
      application.register(Attempts, { useValue: 2 });
      application.register(SecretsManagerClients, { useClass: PatientClients });
      const decrypters = createDecrypters({ plugins: [awsSecretsManager], container: application });
      const value = '{"region":"${region}","secretId":"db","secretPointer":"/password"}';
      console.log(await decrypters.decrypt('AwsSecretsManagerDecrypter', value));`;
    aws.calls.reset();
    aws.faults.next('secretsmanager:GetSecretValue', 'throttle');
    const { stdout, stderr } = await runTypeScript(script, { env: environmentOf(aws) });
    expect({ stdout, stderr }).to.deep.equal({ stdout: 's3cret\n', stderr: '' });
    expect(aws.calls.count('secretsmanager:GetSecretValue')).to.equal(2);
  });
});
