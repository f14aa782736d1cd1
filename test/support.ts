import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import type { AwsEmulator } from '@password-decrypter/aws-emulator';

export const root = fileURLToPath(new URL('..', import.meta.url));

export interface Ran {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a command to its end. */
export async function run(
  command: string,
  args: readonly string[],
  { cwd = root, env = process.env }: RunOptions = {},
): Promise<Ran> {
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const exit = once(child, 'exit');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { exitCode: child.exitCode, stdout, stderr };
}

const tsconfig = JSON.stringify({
  compilerOptions: { target: 'ES2023', module: 'NodeNext', experimentalDecorators: true },
});

/** Runs TypeScript as a user's project would that has everything of this repository installed. */
export function runTypeScript(source: string, options: RunOptions = {}): Promise<Ran> {
  return runInProject('main.ts', source, ['--import', 'tsx'], options);
}

/** Runs JavaScript as such a project would. */
export function runJavaScript(source: string, options: RunOptions = {}): Promise<Ran> {
  return runInProject('main.js', source, [], options);
}

async function runInProject(
  name: string,
  source: string,
  flags: readonly string[],
  options: RunOptions,
): Promise<Ran> {
  const folder = await mkdtemp(join(tmpdir(), 'project-'));
  try {
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    await writeFile(join(folder, 'tsconfig.json'), tsconfig);
    await writeFile(join(folder, name), source);
    const { env = process.env } = options;
    return await run(process.execPath, [...flags, join(folder, name)], {
      ...options,
      env: { ...env, TSX_TSCONFIG_PATH: join(folder, 'tsconfig.json') },
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The environment of a process that finds only the emulator. */
export function environmentOf(aws: AwsEmulator): NodeJS.ProcessEnv {
  const ours = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  return { ...Object.fromEntries(ours), ...aws.environment };
}
