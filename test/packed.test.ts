import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';
import { build } from 'esbuild';
import { startAwsEmulator, type AwsEmulator } from '@password-decrypter/aws-emulator';

import { environmentOf, root, run } from './support.js';

/** The supported major versions of Node.js, from the npm packages that carry its binaries. */
const versions = ['20', '22', '24', '26'];
const region = 'ap-southeast-2';

describe('the packed packages', function () {
  // Packages and four versions of Node.js come over the network.
  this.timeout(300_000);

  let folder: string;
  let tarballs: readonly string[];
  let aws: AwsEmulator;
  const binaries = new Map<string, string>();

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'packed-'));
    aws = await startAwsEmulator();
    aws.secrets.put({ region, name: 'db', value: '{"password":"s3cret"}' });
    const packages = await readdir(join(root, 'packages'));
    tarballs = await pack(root, ...packages.map((name) => `--workspace=packages/${name}`));
    for (const version of versions) binaries.set(version, await nodeBinary(version));
  });

  after(async () => {
    await aws.close();
    await rm(folder, { recursive: true });
  });

  async function pack(cwd: string, ...args: string[]): Promise<readonly string[]> {
    const destination = await mkdtemp(join(folder, 'tarballs-'));
    await npm(cwd, 'pack', '--pack-destination', destination, ...args);
    return (await readdir(destination)).map((name) => join(destination, name));
  }

  async function nodeBinary(version: string): Promise<string> {
    const name = `node-${process.platform}-${process.arch}`;
    const home = await project(`node-${version}`);
    await npm(home, 'install', `${name}@${version}`);
    return join(home, 'node_modules', name, 'bin', 'node');
  }

  /** An empty project, with what it installs. */
  async function project(name: string, ...installed: string[]): Promise<string> {
    const home = join(folder, name);
    await mkdir(home);
    await writeFile(join(home, 'package.json'), '{"private":true}');
    if (installed.length > 0) await npm(home, 'install', ...installed);
    return home;
  }

  /** Runs a program on a version of Node.js, which must end well. */
  async function onNode(
    version: string,
    args: readonly string[],
    options: { cwd: string; env?: NodeJS.ProcessEnv },
  ): Promise<string> {
    const { exitCode, stdout, stderr } = await run(binaries.get(version) ?? '', args, options);
    expect(exitCode, stdout + stderr).to.equal(0);
    return stdout;
  }

  describe('installed into an empty project', () => {
    let home: string;

    before(async () => {
      home = await project('consumer', ...tarballs);
      await write(home, consumerFiles);
    });

    for (const version of versions) {
      const runs = (...args: string[]) =>
        onNode(version, args, { cwd: home, env: environmentOf(aws) });

      it(`import works on Node.js ${version}`, async () => {
        expect(await runs('--version')).to.match(new RegExp(`^v${version}\\.`));
        expect(await runs('imports.mjs')).to.equal('s3cret\n');
      });

      it(`require works on Node.js ${version}, and gives the same packages as import`, async () => {
        expect(await runs('requires.cjs')).to.equal('s3cret true\n');
      });

      it(`the command works on Node.js ${version}`, async () => {
        expect(await runs(command, 'decrypt', 'app.properties', '--reveal')).to.equal('s3cret\n');
      });
    }

    it('one file made by a bundler works where nothing is installed', async () => {
      const outfile = join(await project('bundled'), 'application.cjs');
      await build({
        entryPoints: [join(home, 'requires.cjs')],
        outfile,
        bundle: true,
        platform: 'node',
        logLevel: 'error',
      });
      const options = { cwd: home, env: environmentOf(aws) };
      expect(await onNode('20', [outfile], options)).to.equal('s3cret true\n');
    });
  });

  describe('with a plugin from npm init', () => {
    let plugin: string;
    let home: string;

    before(async () => {
      const empty = await project('empty', ...tarballs.filter((name) => name.includes('create-')));
      const create = 'node_modules/create-password-decrypter-plugin/dist/main.js';
      const created = await run(process.execPath, [create, '@acme/my-vault'], { cwd: empty });
      expect(created.exitCode, created.stderr).to.equal(0);
      plugin = join(empty, 'my-vault');
      const needed = tarballs.filter((name) => /decrypter-(?:core|testkit)-/.test(name));
      await npm(plugin, 'install', '--save-dev', ...needed);
      await npm(plugin, 'run', 'build');
      home = await project('application', ...tarballs, ...(await pack(plugin)));
      await write(home, applicationFiles);
    });

    for (const version of versions) {
      const env = { ...process.env, MY_VAULT_DB: 's3cret' };

      it(`its tests pass on Node.js ${version}`, async () => {
        const args = ['--import', 'tsx', '--test', 'test/conformance.test.ts'];
        const report = await onNode(version, args, { cwd: plugin, env: withoutMocha(env) });
        expect(report)
          .to.match(/pass [1-9]\d/)
          .and.to.match(/fail 0/);
      });

      it(`configuration alone selects it in an application on Node.js ${version}`, async () => {
        const told = await onNode(version, ['application.mjs'], { cwd: home, env });
        expect(told).to.equal('s3cret\n');
      });

      it(`configuration alone selects it in the command on Node.js ${version}`, async () => {
        const args = [command, 'decrypt', 'app.json', '--reveal', '--plugin', '@acme/my-vault'];
        expect(await onNode(version, args, { cwd: home, env })).to.equal('s3cret\n');
      });

      it(`not allowed, nothing of it is executed on Node.js ${version}`, async () => {
        await write(home, spiedFiles);
        const told = await onNode(version, ['refused.mjs'], { cwd: home, env });
        expect(told).to.equal(
          'ERR_DECRYPTER_NOT_LOADED executed: false\nallowed, executed: true\n',
        );
      });
    }

    it('with copies of core and tsyringe of its own, it is told what to do', async () => {
      const own = join(home, 'node_modules/@acme/my-vault/node_modules');
      for (const name of ['@password-decrypter/core', 'tsyringe']) {
        await cp(join(home, 'node_modules', name), join(own, name), { recursive: true });
      }
      const args = [command, 'decrypt', 'app.json', '--plugin', '@acme/my-vault'];
      const { exitCode, stderr } = await run(process.execPath, args, { cwd: home });
      await rm(own, { recursive: true });
      expect(exitCode).to.equal(1);
      expect(stderr).to.include('another copy of tsyringe').and.to.include('npm ls tsyringe');
    });
  });
});

const command = join('node_modules', 'password-decrypter', 'dist', 'main.js');

async function npm(cwd: string, ...args: string[]): Promise<void> {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const { exitCode, stdout, stderr } = await run('npm', [...args, ...quiet], { cwd });
  expect(exitCode, stdout + stderr).to.equal(0);
}

async function write(home: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(home, name), text);
}

/** The tests of the plugin are those of another runner. */
function withoutMocha(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(
    ([name]) => !/^(?:MOCHA|NODE_TEST|NODE_OPTIONS)/.test(name),
  );
  return Object.fromEntries(kept);
}

const consumerFiles = {
  'app.properties': `
db.password.decrypter.classname=AwsSecretsManagerDecrypter
db.password={"region":"${region}","secretId":"db","secretPointer":"/password"}
`,
  'imports.mjs': `
    import { createDecrypters } from '@password-decrypter/core';
    import { readProperties } from '@password-decrypter/config-files';
    import awsSecretsManager from '@password-decrypter/aws-secrets-manager';
    import awsSsm from '@password-decrypter/aws-ssm';
    import plaintext from '@password-decrypter/plaintext';
    const decrypters = createDecrypters({ plugins: [plaintext, awsSecretsManager, awsSsm] });
    const properties = await decrypters.resolve(await readProperties('app.properties'));
    console.log(properties['db.password']);`,
  'requires.cjs': `
    const core = require('@password-decrypter/core');
    const { readProperties } = require('@password-decrypter/config-files');
    const { default: awsSecretsManager } = require('@password-decrypter/aws-secrets-manager');
    (async () => {
      const decrypters = core.createDecrypters({ plugins: [awsSecretsManager] });
      const properties = await decrypters.resolve(await readProperties('app.properties'));
      const imported = await import('@password-decrypter/core');
      console.log(properties['db.password'], imported.createDecrypters === core.createDecrypters);
    })();`,
};

const applicationFiles = {
  'app.json': JSON.stringify({
    'password.decrypter.plugins': ['@acme/my-vault'],
    'db.password.decrypter.classname': 'MyVaultDecrypter',
    'db.password': { entry: 'DB' },
  }),
  'application.mjs': `
    import { createDecrypters, loadPlugins } from '@password-decrypter/core';
    import { readProperties } from '@password-decrypter/config-files';
    const properties = await readProperties('app.json');
    const plugins = await loadPlugins(properties, { from: import.meta.url, allow: ['@acme/*'] });
    const { 'db.password': password } = await createDecrypters({ plugins }).resolve(properties);
    console.log(password);`,
};

/** Reading any file of the plugin would be seen. */
const spiedFiles = {
  'refused.mjs': `
    import { register } from 'node:module';
    import { existsSync, rmSync } from 'node:fs';
    import { loadPlugins } from '@password-decrypter/core';
    import { readProperties } from '@password-decrypter/config-files';
    rmSync('executed.txt', { force: true });
    register('./spy.mjs', import.meta.url);
    const properties = await readProperties('app.json');
    const allow = ['@acme/another', '@other/*'];
    const error = await loadPlugins(properties, { from: import.meta.url, allow }).catch((e) => e);
    console.log(error.code, 'executed:', existsSync('executed.txt'));
    await loadPlugins(properties, { from: import.meta.url, allow: ['@acme/*'] });
    console.log('allowed, executed:', existsSync('executed.txt'));`,
  'spy.mjs': `
    import { writeFileSync } from 'node:fs';
    export async function load(url, context, next) {
      if (url.includes('my-vault')) writeFileSync('executed.txt', url);
      return next(url, context);
    }`,
};
