import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';
import { startAwsEmulator, type AwsEmulator } from '@password-decrypter/aws-emulator';

import { environmentOf, root, run } from './support.js';

/** The supported major versions of Node.js, from the npm packages that carry its binaries. */
const versions = ['20', '22', '24', '26'];
const region = 'ap-southeast-2';

describe('the packed packages, installed into an empty project', function () {
  // Packages and four versions of Node.js come over the network.
  this.timeout(300_000);

  let folder: string;
  let aws: AwsEmulator;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'packed-'));
    aws = await startAwsEmulator();
    aws.secrets.put({ region, name: 'db', value: '{"password":"s3cret"}' });
    await mkdir(join(folder, 'tarballs'));
    await npm(root, 'pack', '--workspaces', '--pack-destination', join(folder, 'tarballs'));
    const tarballs = await readdir(join(folder, 'tarballs'));
    await writeFile(join(folder, 'package.json'), '{"private":true}');
    await npm(folder, 'install', ...tarballs.map((name) => `./tarballs/${name}`));
    for (const [name, source] of Object.entries(programs)) {
      await writeFile(join(folder, name), source);
    }
    await writeFile(join(folder, 'app.properties'), properties);
  });

  after(async () => {
    await aws.close();
    await rm(folder, { recursive: true });
  });

  for (const version of versions) {
    describe(`on Node.js ${version}`, () => {
      let node: string;

      before(async () => {
        const name = `node-${process.platform}-${process.arch}`;
        const home = join(folder, `node-${version}`);
        await mkdir(home);
        await writeFile(join(home, 'package.json'), '{"private":true}');
        await npm(home, 'install', `${name}@${version}`);
        node = join(home, 'node_modules', name, 'bin', 'node');
      });

      const runs = async (...args: string[]) => {
        const ran = await run(node, args, { cwd: folder, env: environmentOf(aws) });
        expect(ran.exitCode, ran.stderr).to.equal(0);
        return ran.stdout;
      };

      it('is the version that is meant', async () => {
        expect(await runs('--version')).to.match(new RegExp(`^v${version}\\.`));
      });

      it('import works', async () => {
        expect(await runs('imports.mjs')).to.equal('s3cret\n');
      });

      it('require works, and gives the same packages as import', async () => {
        expect(await runs('requires.cjs')).to.equal('s3cret true\n');
      });

      it('the command works', async () => {
        const command = join('node_modules', 'password-decrypter', 'dist', 'main.js');
        expect(await runs(command, 'decrypt', 'app.properties', '--reveal')).to.equal('s3cret\n');
      });
    });
  }
});

async function npm(cwd: string, ...args: string[]): Promise<void> {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const { exitCode, stdout, stderr } = await run('npm', [...args, ...quiet], { cwd });
  expect(exitCode, stdout + stderr).to.equal(0);
}

const properties = `
db.password.decrypter.classname=AwsSecretsManagerDecrypter
db.password={"region":"${region}","secretId":"db","secretPointer":"/password"}
`;

const programs = {
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
