/**
 * The main job, on an unchanged Confluence configuration: `check` walks the way to the password, then
 * `decrypt --reveal` prints it. AWS is the emulator on loopback; all else is what runs in production.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { startAwsEmulator } from '@password-decrypter/aws-emulator';

const file = 'examples/confluence/confluence.cfg.xml';
const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = fileURLToPath(new URL('../../packages/cli/dist/main.js', import.meta.url));

const aws = await startAwsEmulator();
aws.secrets.put({
  region: 'ap-southeast-2',
  name: 'mySecretId',
  value: JSON.stringify({ username: 'confluence', password: 'correct-horse-battery-staple' }),
});

async function run(...args) {
  console.log(`$ password-decrypter ${args.join(' ')}`);
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: root,
    env: { ...process.env, ...aws.environment },
    stdio: 'inherit',
  });
  const [exitCode] = await once(child, 'exit');
  if (exitCode !== 0) process.exitCode = 1;
}

await run('check', file);
console.log();
await run('decrypt', file, '--reveal');
await aws.close();
