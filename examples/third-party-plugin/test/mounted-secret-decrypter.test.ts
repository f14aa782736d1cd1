import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { expect } from 'chai';
import { container, createDecrypters } from '@password-decrypter/core';
import { conformance, createRawDecrypter, type Harness } from '@password-decrypter/testkit';
import mountedSecrets, { SecretsDirectory } from 'mounted-secret-decrypter';

import { failure } from '../../../packages/core/test/support.js';

const badValues = ['/etc/passwd', '../secret', 'a/../../secret', '.', 'a\0b', '..\\secret'];

async function start(): Promise<Harness> {
  const directory = await mkdtemp(join(tmpdir(), 'secrets-'));
  const application = container.createChildContainer();
  application.register(SecretsDirectory, { useValue: directory });
  const raw = await createRawDecrypter(mountedSecrets, 'MountedSecretDecrypter', application);
  let count = 0;
  return {
    decrypter: raw.decrypter,
    async put(secret) {
      const value = `secret-${++count}`;
      await writeFile(join(directory, value), `${secret}\n`);
      return value;
    },
    update: (value, secret) => writeFile(join(directory, value), `${secret}\n`),
    delete: (value) => rm(join(directory, value)),
    async [Symbol.asyncDispose]() {
      await raw[Symbol.asyncDispose]();
      await rm(directory, { recursive: true });
    },
  };
}

describe('MountedSecretDecrypter', () => {
  describe('keeps the contract', () => {
    // A file system neither stalls nor fails at will.
    const without = ['break', 'stall'] as const;
    for (const { name, run } of conformance(start, { badValues, without })) it(name, run);
  });

  describe('with a directory of secrets', () => {
    let folder: string;
    beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'mounted-'))));
    afterEach(() => rm(folder, { recursive: true }));

    async function file(path: string, content: string | Uint8Array): Promise<void> {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }

    function decrypt(value: string): Promise<string> {
      const application = container.createChildContainer();
      application.register(SecretsDirectory, { useValue: join(folder, 'secrets') });
      const decrypters = createDecrypters({ plugins: [mountedSecrets], container: application });
      return decrypters.decrypt('MountedSecretDecrypter', value);
    }

    it('one newline at the end of the file is no part of the password', async () => {
      await file('secrets/unix', 's3cret\n');
      await file('secrets/windows', 's3cret\r\n');
      await file('secrets/db/two', 's3cret\n\n');
      expect(await decrypt('unix')).to.equal('s3cret');
      expect(await decrypt('windows')).to.equal('s3cret');
      expect(await decrypt('db/two')).to.equal('s3cret\n');
    });

    it('follows links inside the directory, as Kubernetes makes them, and none that lead out', async () => {
      await file('secrets/..data/password', 's3cret');
      await file('elsewhere', 'not yours');
      await file('secrets-of-others', 'not yours');
      await symlink(join('..data', 'password'), join(folder, 'secrets', 'password'));
      await symlink(join('..', 'elsewhere'), join(folder, 'secrets', 'out'));
      await symlink(join(folder, 'secrets-of-others'), join(folder, 'secrets', 'beside'));
      expect(await decrypt('password')).to.equal('s3cret');
      for (const value of ['out', 'beside']) {
        expect((await failure(decrypt(value))).message).to.include('leads out of the directory');
      }
    });

    it('a pipe is refused, and not waited for', async () => {
      await file('secrets/x', '');
      await promisify(execFile)('mkfifo', [join(folder, 'secrets', 'pipe')]);
      expect((await failure(decrypt('pipe'))).code).to.equal('ERR_DECRYPTER_INVALID_VALUE');
    });

    it('a file that is too long, no text or a folder is told apart', async () => {
      await file('secrets/long', 'x'.repeat(65_537));
      await file('secrets/bytes', Uint8Array.of(0xff));
      await file('secrets/folder/x', '');
      expect((await failure(decrypt('long'))).code).to.equal('ERR_DECRYPTER_SECRET_FORMAT');
      expect((await failure(decrypt('bytes'))).code).to.equal('ERR_DECRYPTER_SECRET_FORMAT');
      expect((await failure(decrypt('folder'))).code).to.equal('ERR_DECRYPTER_INVALID_VALUE');
    });
  });
});
