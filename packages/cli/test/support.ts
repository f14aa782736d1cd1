import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

export interface Ran {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command and its environment, for a test that holds its process or its streams itself. */
export function start(
  args: readonly string[],
  {
    env = {},
    cwd,
    stdout = 'pipe',
  }: {
    env?: Readonly<Record<string, string>>;
    cwd?: string | undefined;
    stdout?: 'pipe' | number;
  } = {},
): ChildProcess {
  return spawn(process.execPath, [main, ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: '/nowhere', AWS_EC2_METADATA_DISABLED: 'true', ...env },
    stdio: ['ignore', stdout, 'pipe'],
  });
}

/** Runs the real command in a process of its own, with nothing of AWS around it but what is given. */
export async function run(
  args: readonly string[],
  { env = {}, cwd }: { env?: Readonly<Record<string, string>>; cwd?: string } = {},
): Promise<Ran> {
  const child = start(args, { env, cwd });
  const [stdout, stderr] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    child.exitCode === null ? once(child, 'exit') : undefined,
  ]);
  return { exitCode: child.exitCode, stdout, stderr };
}
