import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { expect } from 'chai';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

describe('npm init password-decrypter-plugin', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'scaffold-'))));
  afterEach(() => rm(folder, { recursive: true }));

  const create = (...args: string[]) =>
    promisify(execFile)(process.execPath, [main, ...args], { cwd: folder });

  async function refusal(...args: string[]): Promise<string> {
    const error: unknown = await create(...args).then(
      () => expect.fail('it should have been refused'),
      (reason: unknown) => reason,
    );
    return error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  }

  const file = (...path: string[]) => readFile(join(folder, ...path), 'utf8');

  it('writes a plugin called as asked', async () => {
    const { stdout } = await create('@corp/key-safe');
    expect(stdout).to.include('classname KeySafeDecrypter').and.to.include('cd key-safe');
    expect(await readdir(join(folder, 'key-safe'))).to.have.members([
      '.gitignore',
      'LICENSE',
      'README.md',
      'package.json',
      'src',
      'test',
      'tsconfig.json',
    ]);
    expect(JSON.parse(await file('key-safe', 'package.json'))).to.have.property(
      'name',
      '@corp/key-safe',
    );
    expect(await file('key-safe', 'src', 'index.ts')).to.include("classname: 'KeySafeDecrypter'");
    expect(await file('key-safe', 'src', 'vault.ts')).to.include('`KEY_SAFE_${entry}`');
  });

  it('nothing of the template’s own name is left', async () => {
    await create('my-safe-decrypter');
    for (const name of await readdir(join(folder, 'my-safe-decrypter'), { recursive: true })) {
      if (!/\.(?:ts|json|md)$/.test(name)) continue;
      expect(await file('my-safe-decrypter', name), name).not.to.match(
        /acme|vault-|MyVault|MY_VAULT/,
      );
    }
    expect(await file('my-safe-decrypter', 'src', 'index.ts')).to.include("'MySafeDecrypter'");
  });

  it('a name that means something else in its files gets another word', async () => {
    for (const name of ['password-decrypter', 'promise', 'environment-vault']) await create(name);
    const index = (name: string) => file(name, 'src', 'index.ts');
    expect(await index('password-decrypter')).to.include("'PasswordVaultDecrypter'");
    expect(await index('promise')).to.include("'PromiseVaultDecrypter'");
    expect(await file('environment-vault', 'src', 'vault.ts'))
      .to.include('interface EnvironmentVault {')
      .and.to.include('class EnvironmentVaultInEnvironment ');
  });

  it('its own source has fewer than sixty lines', async () => {
    await create('my-vault');
    let lines = 0;
    for (const name of await readdir(join(folder, 'my-vault', 'src'))) {
      lines += (await file('my-vault', 'src', name)).trimEnd().split('\n').length;
    }
    expect(lines).to.be.lessThan(60);
  });

  it('a name that npm would refuse is refused', async () => {
    for (const name of ['My Vault', '../vault', 'UPPER', '.hidden', 'node_modules', '1-vault']) {
      expect(await refusal(name), name).to.include('is no name for a package');
    }
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('a folder with files in it is left alone', async () => {
    await writeFile(join(folder, 'mine.txt'), 'mine');
    expect(await refusal('my-vault', '.')).to.include('is not empty');
    expect(await readdir(folder)).to.deep.equal(['mine.txt']);
  });
});
