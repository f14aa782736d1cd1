import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { expect } from 'chai';
import { startAwsEmulator } from '@password-decrypter/aws-emulator';

import { start } from './support.js';

describe('password-decrypter, when it cannot go on', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'cli-'))));
  afterEach(() => rm(folder, { recursive: true }));

  async function file(properties: object): Promise<string> {
    const path = join(folder, 'app.json');
    await writeFile(path, JSON.stringify(properties));
    return path;
  }

  it('ends with 130 where it is interrupted in the middle of a call', async () => {
    const aws = await startAwsEmulator();
    try {
      aws.secrets.put({ region: 'eu-west-1', name: 'db', value: 'secret' });
      aws.faults.next('secretsmanager:GetSecretValue', 'slow', { delayMs: 3_600_000 });
      const path = await file({
        'p.decrypter.classname': 'AwsSecretsManagerDecrypter',
        p: { region: 'eu-west-1', secretId: 'db' },
      });
      const child = start(['check', path], { env: aws.environment });
      const errors = text(child.stderr!);
      let printed = '';
      child.stdout!.on('data', (chunk: Buffer) => {
        printed += String(chunk);
        // The next step is the call that does not end.
        if (printed.includes('✓ credentials')) child.kill('SIGINT');
      });
      expect(await ended(child)).to.equal(130);
      expect(await errors).to.equal('');
    } finally {
      await aws.close();
    }
  });

  it('says nothing where nobody reads on, and still ends as the check does', async () => {
    const right = { p: 'x', 'p.decrypter.classname': 'PlaintextDecrypter' };
    for (const [properties, expected] of [
      [right, 0],
      [{ p: 'x' }, 1],
    ] as const) {
      const child = start(['check', await file(properties)]);
      child.stdout!.destroy();
      const [errors, exitCode] = await Promise.all([text(child.stderr!), ended(child)]);
      expect({ exitCode, errors }).to.deep.equal({ exitCode: expected, errors: '' });
    }
  });

  it('keeps its exit code where nobody reads its errors', async () => {
    const child = start(['decrypt', join(folder, 'missing.json')]);
    child.stderr!.destroy();
    expect(await ended(child)).to.equal(1);
  });

  it('a password that could not be written is a failure', async () => {
    const path = await file({ p: 'secret', 'p.decrypter.classname': 'PlaintextDecrypter' });
    // A file that is open for reading only takes no output, like a full disk.
    const handle = await open(path, 'r');
    try {
      const child = start(['decrypt', path, '--reveal'], { stdout: handle.fd });
      const [errors, exitCode] = await Promise.all([text(child.stderr!), ended(child)]);
      expect(exitCode).to.equal(1);
      expect(errors).to.match(/^error: the output could not be written \(E[A-Z]+\)\.\n$/);
    } finally {
      await handle.close();
    }
  });
});

/** The exit code. */
async function ended(child: ChildProcess): Promise<number | null> {
  await once(child, 'exit');
  return child.exitCode;
}
