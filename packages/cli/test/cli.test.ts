import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';
import { startAwsEmulator, type AwsEmulator } from '@password-decrypter/aws-emulator';

import { run } from './support.js';

const canary = 'hunter2-canary';
const region = 'ap-southeast-2';

describe('password-decrypter', () => {
  let aws: AwsEmulator;
  let folder: string;

  before(async () => {
    aws = await startAwsEmulator();
    aws.secrets.put({ region, name: 'db', value: JSON.stringify({ password: canary }) });
  });
  after(() => aws.close());
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'cli-'))));
  afterEach(() => rm(folder, { recursive: true }));

  async function file(properties: object): Promise<string> {
    const path = join(folder, 'app.json');
    await writeFile(path, JSON.stringify(properties));
    return path;
  }

  /** A file whose password lives in the emulated Secrets Manager. */
  const awsFile = (coordinates: object = {}) =>
    file({
      'db.password.decrypter.classname': 'AwsSecretsManagerDecrypter',
      'db.password': { region, secretId: 'db', secretPointer: '/password', ...coordinates },
    });

  const plainFile = (more: object = {}) =>
    file({
      'db.password.decrypter.classname': 'PlaintextDecrypter',
      'db.password': canary,
      ...more,
    });

  /** A package that the file's application has installed. */
  async function installed(name: string, source: string): Promise<string> {
    const home = join(folder, 'node_modules', name);
    await mkdir(home, { recursive: true });
    const manifest = { name, version: '1.0.0', type: 'module', exports: './index.js' };
    await writeFile(join(home, 'package.json'), JSON.stringify(manifest));
    await writeFile(join(home, 'index.js'), source);
    return name;
  }

  describe('list', () => {
    it('shows classnames, aliases, summaries and packages', async () => {
      const { exitCode, stdout, stderr } = await run(['list']);
      expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: '' });
      expect(stdout).to.include('AwsSecretsManagerDecrypter\n');
      expect(stdout).to.include('  also com.atlassian.secrets.store.aws.AwsSecretsManagerStore\n');
      expect(stdout).to.include('@password-decrypter/aws-ssm');
    });

    it('prints JSON where it is asked for', async () => {
      const { stdout } = await run(['list', '--json']);
      const listed = JSON.parse(stdout) as { classname: string }[];
      expect(listed.map(({ classname }) => classname)).to.deep.equal([
        'PlaintextDecrypter',
        'AwsSecretsManagerDecrypter',
        'AwsSsmDecrypter',
      ]);
    });
  });

  describe('check', () => {
    it('walks the steps that a person would take', async () => {
      const { exitCode, stdout, stderr } = await run(['check', await awsFile()], {
        env: aws.environment,
      });
      expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: '' });
      const steps = [...stdout.matchAll(/^ {2}✓ (\w+)/gm)].map(([, name]) => name);
      expect(steps).to.deep.equal([
        'file',
        'plugins',
        'passwords',
        'decrypter',
        'coordinates',
        'credentials',
        'secret',
        'pointer',
      ]);
      expect(stdout).to.include('they belong to arn:aws:iam::123456789012:user/emulator');
      expect(stdout).not.to.include(canary);
      expect(stdout).not.to.include('\u001b');
    });

    it('stops at the step that fails, and says what to do', async () => {
      const missing = await run(['check', await awsFile({ secretId: 'other' })], {
        env: aws.environment,
      });
      expect(missing.exitCode).to.equal(1);
      expect(missing.stdout).to.include('✗ secret       The secret "other" does not exist');
      expect(missing.stdout).to.include('    → Check the name, the region');
      expect(missing.stdout).not.to.include('pointer');
      const none = await run(['check', await awsFile()]);
      expect(none.stdout).to.include('✗ credentials  There are no AWS credentials.');
    });

    it('an STS that never answers keeps nobody from the secret', async () => {
      const silent = createServer().listen(0, '127.0.0.1');
      await once(silent, 'listening');
      const { port } = silent.address() as AddressInfo;
      const { exitCode, stdout } = await run(['check', await awsFile()], {
        env: { ...aws.environment, AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${port}` },
      });
      silent.close();
      expect(exitCode).to.equal(0);
      expect(stdout).to.include('whose they are is unknown: STS does not answer');
      expect(stdout).to.include('✓ pointer');
    });

    it('an endpoint in the environment that is no URL is told as that', async () => {
      const { exitCode, stdout } = await run(['check', await awsFile()], {
        env: { ...aws.environment, AWS_ENDPOINT_URL_SECRETS_MANAGER: 'notaurl' },
      });
      expect(exitCode).to.equal(1);
      expect(stdout).to.include('is not an HTTP URL').and.to.include('AWS_ENDPOINT_URL');
    });

    it('a classname property that is misspelt is told, though another password is fine', async () => {
      const path = await plainFile({
        'mail.password.decrypter.clasname': 'PlaintextDecrypter',
        'mail.password': canary,
        'other.password.decrypter': 'PlaintextDecrypter',
        'other.password': canary,
      });
      const { exitCode, stdout } = await run(['check', path]);
      expect(exitCode).to.equal(1);
      expect(stdout).to.include('mail.password.decrypter.clasname decides nothing');
      expect(stdout).to.include('Did you mean mail.password.decrypter.classname?');
      expect(stdout).to.include('Did you mean other.password.decrypter.classname?');
      expect(stdout).not.to.include(canary);
    });

    it('what stands in a file does not steer the terminal', async () => {
      const path = await file({
        '\u001b[31mp.decrypter.classname': 'PlaintextDecrypter',
        '\u001b[31mp': canary,
      });
      const { exitCode, stdout } = await run(['check', path]);
      expect(exitCode).to.equal(0);
      expect(stdout).to.include('\\u001b[31mp').and.not.to.include('\u001b');
    });

    it('checks every password of the file', async () => {
      const path = await plainFile({
        'other.decrypter.classname': 'PlaintextDecryptor',
        other: canary,
      });
      const { exitCode, stdout } = await run(['check', path]);
      expect(exitCode).to.equal(1);
      expect(stdout).to.include('✓ password     db.password can be decrypted');
      expect(stdout).to.include('✗ decrypter    ').and.to.include('PlaintextDecrypter');
      expect(stdout).not.to.include(canary);
    });

    it('prints the same as JSON', async () => {
      const { stdout } = await run(['check', await awsFile({ secretPointer: '/x' }), '--json'], {
        env: aws.environment,
      });
      const { ok, properties } = JSON.parse(stdout) as {
        ok: boolean;
        properties: { property: string; steps: { name: string; error?: { code: string } }[] }[];
      };
      expect(ok).to.equal(false);
      expect(properties[0]?.property).to.equal('db.password');
      expect(properties[0]?.steps.at(-1)).to.have.nested.property(
        'error.code',
        'ERR_DECRYPTER_SECRET_NOT_FOUND',
      );
    });

    it('a file without a classname, or with one whose password is missing, is told', async () => {
      const none = await run(['check', await file({ 'db.password': canary })]);
      expect(none.exitCode).to.equal(1);
      expect(none.stdout).to.include('No property names a decrypter');
      const absent = await run(['check', await file({ 'a.decrypter.classname': 'X' })]);
      expect(absent.exitCode).to.equal(1);
      expect(absent.stdout).to.include('there is no property a.');
    });

    it('a password that is missing does not keep the others unchecked', async () => {
      const path = await file({
        'a.password': 'x',
        'a.password.decrypter.classname': 'PlaintextDecrypter',
        'b.pasword': canary,
        'b.password.decrypter.classname': 'PlaintextDecrypter',
        'gone.decrypter.classname': 'PlaintextDecrypter',
      });
      const { exitCode, stdout } = await run(['check', path]);
      expect(exitCode).to.equal(1);
      expect(stdout).to.include('✓ password     a.password can be decrypted');
      expect(stdout).to.include('✗ property     b.password.decrypter.classname is set');
      expect(stdout).to.include('correct the name of b.pasword').and.not.to.include(canary);
      const json = JSON.parse((await run(['check', path, '--json'])).stdout) as {
        properties: { property: string; classname: string; ok: boolean }[];
      };
      expect(json.properties.map(({ property, ok }) => [property, ok])).to.deep.equal([
        ['a.password', true],
        ['b.password', false],
        ['gone', false],
      ]);
    });

    it('an empty password is never sent to a decrypter', async () => {
      const { exitCode, stdout } = await run(['check', await plainFile({ 'db.password': '' })]);
      expect(exitCode).to.equal(0);
      expect(stdout).to.include('empty');
    });
  });

  describe('decrypt', () => {
    it('prints the password alone, and only with --reveal', async () => {
      const path = await awsFile();
      const { environment: env } = aws;
      const revealed = await run(['decrypt', path, '--reveal'], { env });
      expect(revealed).to.deep.equal({ exitCode: 0, stdout: `${canary}\n`, stderr: '' });
      const told = await run(['decrypt', path], { env });
      expect(told.exitCode).to.equal(0);
      expect(told.stdout).to.equal(
        'db.password: decrypted by AwsSecretsManagerDecrypter (@password-decrypter/aws-secrets-manager). Add --reveal to print it.\n',
      );
      const json = await run(['decrypt', path, '--json'], { env });
      expect(JSON.parse(json.stdout)).not.to.have.property('password');
      const both = await run(['decrypt', path, '--json', '--reveal'], { env });
      expect(JSON.parse(both.stdout)).to.have.property('password', canary);
    });

    it('asks which one, where the file has several', async () => {
      const path = await plainFile({ 'b.decrypter.classname': 'PlaintextDecrypter', b: 'other' });
      const several = await run(['decrypt', path, '--reveal']);
      expect(several.exitCode).to.equal(2);
      expect(several.stderr).to.include('--property: db.password, b');
      const one = await run(['decrypt', path, '--property', 'b', '--reveal']);
      expect(one.stdout).to.equal('other\n');
    });

    it('a property that is not there is told with the nearest name', async () => {
      const { exitCode, stderr } = await run([
        'decrypt',
        await plainFile(),
        '--property',
        'db.pasword',
      ]);
      expect(exitCode).to.equal(1);
      expect(stderr).to.include('Did you mean db.password?');
    });

    it('a property that no classname governs is its own password', async () => {
      const path = await plainFile({ other: canary });
      const { exitCode, stderr } = await run(['decrypt', path, '--property', 'other']);
      expect(exitCode).to.equal(1);
      expect(stderr).to.include('its value is the password').and.not.to.include(canary);
    });

    it('a classname whose password is missing is told with the name it was probably given', async () => {
      const path = await file({
        'db.pasword': canary,
        'db.password.decrypter.classname': 'PlaintextDecrypter',
      });
      const { exitCode, stderr } = await run(['decrypt', path, '--reveal']);
      expect(exitCode).to.equal(1);
      expect(stderr).to.include('there is no property db.password.');
      expect(stderr).to.include('correct the name of db.pasword').and.not.to.include(canary);
    });

    it('an empty password is not said to be decrypted', async () => {
      const path = await plainFile({ 'db.password': '' });
      const { exitCode, stdout } = await run(['decrypt', path]);
      expect({ exitCode, stdout }).to.deep.equal({
        exitCode: 0,
        stdout: 'db.password: empty; an empty password is never sent to a decrypter.\n',
      });
    });

    it('an error is a few lines on standard error, with a stack only where it is asked for', async () => {
      const path = await file({ 'p.decrypter.classname': 'AwsSsmDecrypter', p: canary });
      const { exitCode, stdout, stderr } = await run(['decrypt', path, '--reveal']);
      expect({ exitCode, stdout }).to.deep.equal({ exitCode: 1, stdout: '' });
      expect(stderr.trimEnd().split('\n')).to.have.lengthOf(2);
      expect(stderr).to.include('(ERR_DECRYPTER_INVALID_VALUE)\n  → ');
      expect(stderr).not.to.include(canary);
      const debug = await run(['decrypt', path, '--debug']);
      expect(debug.stderr)
        .to.match(/\n {4}at /)
        .and.not.to.include(canary);
      const json = await run(['decrypt', path, '--json']);
      expect(JSON.parse(json.stdout)).to.have.nested.property(
        'error.code',
        'ERR_DECRYPTER_INVALID_VALUE',
      );
    });

    it('a warning goes to standard error', async () => {
      const { exitCode, stdout, stderr } = await run(
        ['decrypt', await awsFile({ secretPointer: 'password' }), '--reveal'],
        { env: aws.environment },
      );
      expect({ exitCode, stdout }).to.deep.equal({ exitCode: 0, stdout: `${canary}\n` });
      expect(stderr).to.match(/^warning: .*leading slash/);
    });

    it('takes credentials from -D', async () => {
      const { accessKeyId, secretAccessKey } = aws.defaultAccessKey;
      const { exitCode } = await run(
        [
          'decrypt',
          await awsFile(),
          `-Daws.accessKeyId=${accessKeyId}`,
          `-Daws.secretAccessKey=${secretAccessKey}`,
        ],
        { env: aws.endpoints },
      );
      expect(exitCode).to.equal(0);
    });

    it('ends a call that takes longer than --timeout', async () => {
      aws.faults.next('secretsmanager:GetSecretValue', 'slow', { delayMs: 3_600_000 });
      const { exitCode, stderr } = await run(['decrypt', await awsFile(), '--timeout', '300ms'], {
        env: aws.environment,
      });
      expect(exitCode).to.equal(1);
      expect(stderr).to.include('within 300 ms').and.to.include('ERR_DECRYPTER_TIME_LIMIT');
    });
  });

  describe('--plugin', () => {
    const reversed = `export default {
      name: 'reversed-decrypter',
      decrypters: [{
        classname: 'ReversedDecrypter',
        summary: 'Backwards.',
        create: () => ({ decrypt: async (value) => [...value].reverse().join('') }),
      }],
    };`;

    it('adds the decrypters of a package that is installed where the command is run', async () => {
      const name = await installed('reversed-decrypter', reversed);
      const path = await file({ 'p.decrypter.classname': 'ReversedDecrypter', p: 'terces' });
      const { stdout } = await run(['decrypt', path, '--reveal', '--plugin', name], {
        cwd: folder,
      });
      expect(stdout).to.equal('secret\n');
    });

    it('loads what the file names, where --plugin allows it', async () => {
      const name = await installed('reversed-decrypter', reversed);
      const path = await file({
        'password.decrypter.plugins': [name],
        'p.decrypter.classname': 'ReversedDecrypter',
        p: 'terces',
      });
      const allowed = ['decrypt', path, '--reveal', '--plugin', name];
      expect((await run(allowed, { cwd: folder })).stdout).to.equal('secret\n');
      const refused = await run(['decrypt', path, '--reveal'], { cwd: folder });
      expect(refused.exitCode).to.equal(1);
      expect(refused.stderr).to.include('is not allowed').and.to.include('--plugin');
      const checked = await run(['check', path], { cwd: folder });
      expect(checked.stdout).to.include('✗ plugins');
    });

    it('check takes the steps that a decrypter of a plugin explains', async () => {
      const name = await installed(
        'explaining-decrypter',
        `const decrypt = async (value) => value;
        const fails = async () => { throw new Error('${canary}'); };
        export default {
          name: 'explaining-decrypter',
          decrypters: [
            {
              classname: 'ExplainingDecrypter',
              summary: 'Says what it does.',
              create: () => ({
                decrypt,
                explain: () => [
                  { name: 'vault', run: async () => 'open' },
                  { name: 'shelf', run: fails },
                  { name: 'box', run: async () => 'never reached' },
                ],
              }),
            },
            {
              classname: 'SpeechlessDecrypter',
              summary: 'Throws instead.',
              create: () => ({ decrypt, explain: (value) => { throw new Error(value); } }),
            },
          ],
        };`,
      );
      const path = await plainFile({
        a: canary,
        'a.decrypter.classname': 'ExplainingDecrypter',
        b: canary,
        'b.decrypter.classname': 'SpeechlessDecrypter',
        c: canary,
        'c.decrypter.classname': 'PlaintextDecrypter',
      });
      const { exitCode, stdout, stderr } = await run(['check', path, '--plugin', name], {
        cwd: folder,
      });
      expect({ exitCode, stderr }).to.deep.equal({ exitCode: 1, stderr: '' });
      expect(stdout).to.match(/✓ vault {8}open\n {2}✗ shelf .*\(ERR_DECRYPTER_FAILED\)\n {4}→ /);
      expect(stdout).to.match(/✗ value .*\(ERR_DECRYPTER_FAILED\)\n {4}→ /);
      expect(stdout).to.include('✓ password     c can be decrypted');
      expect(stdout).not.to.include('never reached').and.not.to.include(canary);
    });

    it('what is no package, is missing, throws or is no plugin is told apart', async () => {
      await installed('broken', `throw new Error('${canary}');`);
      await installed('another', 'export default { hello: 1 };');
      const told = async (name: string) => {
        const { exitCode, stderr } = await run(['list', '--plugin', name], { cwd: folder });
        expect(exitCode).to.equal(1);
        expect(stderr).to.include('ERR_DECRYPTER_NOT_LOADED').and.not.to.include(canary);
        return stderr;
      };
      for (const name of [
        './broken',
        '../x',
        '/etc/x',
        'file:///x',
        'data:text/javascript,1',
        'node:fs',
        'fs',
      ]) {
        expect(await told(name), name).to.include('not the name of an npm package');
      }
      expect(await told('@acme/missing')).to.include('npm install @acme/missing');
      expect(await told('broken')).to.include('throws while it is loaded');
      expect(await told('another')).to.include('has no "name"');
    });
  });

  describe('usage', () => {
    it('help teaches, with examples and exit codes', async () => {
      const { exitCode, stdout } = await run(['--help']);
      expect(exitCode).to.equal(0);
      expect(stdout).to.include('Examples:').and.to.include('Exit codes:');
      for (const command of ['check', 'decrypt']) {
        expect((await run([command, '--help'])).stdout, command).to.include('Examples:');
      }
    });

    it('what is not understood ends with 2', async () => {
      for (const args of [
        ['frobnicate'],
        ['check'],
        ['list', '--timeout', '5'],
        ['list', '--timeout', '0s'],
        ['list', '--timeout', '1000h'],
        ['list', '--what'],
      ]) {
        expect((await run(args)).exitCode, args.join(' ')).to.equal(2);
      }
    });

    it('an option that is not understood is refused without its value', async () => {
      for (const [option, told] of [
        [`-Daws.secretAccessKey=${canary}`, "'-D…'"],
        [`-Dkey=two words and ${canary}`, "'-D…'"],
        [`--password=${canary}`, "'--password=…'"],
      ] as const) {
        const { exitCode, stderr } = await run([option, 'list']);
        expect(exitCode).to.equal(2);
        expect(stderr).to.include(told).and.not.to.include(canary);
      }
    });

    it('a malformed -D is refused without being quoted', async () => {
      const { exitCode, stderr } = await run(['list', `-D${canary}`]);
      expect(exitCode).to.equal(2);
      expect(stderr).to.include('-D takes key=value').and.not.to.include(canary);
    });

    it('a malformed -D is refused before anything is read', async () => {
      const { exitCode, stdout } = await run(['check', join(folder, 'missing.json'), '-Dx']);
      expect({ exitCode, stdout }).to.deep.equal({ exitCode: 2, stdout: '' });
    });
  });
});
