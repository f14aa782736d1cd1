#!/usr/bin/env node
/** The command `password-decrypter`: what it understands, and how it ends. */

import { createRequire } from 'node:module';

import { Command, CommanderError } from 'commander';

import type { DecryptOptions } from './commands/decrypt.js';
import {
  UsageError,
  withFileOptions,
  withSharedOptions,
  type FileOptions,
  type SharedOptions,
} from './options.js';
import { printFailure, printUnwritable, printWarnings } from './report.js';

const exitCodes = { failed: 1, usage: 2, interrupted: 130 } as const;

const { version } = createRequire(import.meta.url)('../package.json') as { version: string };

/** The commands; each is loaded when it is run, and resolves to whether all is well. */
function commands(signal: AbortSignal): Command {
  const root = new Command('password-decrypter')
    .description('Checks and decrypts the passwords of a configuration file.')
    .version(version)
    .exitOverride()
    .configureOutput({ outputError: (message, write) => write(withoutValue(message)) })
    .addHelpText('after', help);

  withSharedOptions(root.command('list'))
    .description('Lists the classnames that a configuration may name.')
    .action(async (options: SharedOptions) => {
      const { list } = await import('./commands/list.js');
      await list(options);
    });

  withFileOptions(root.command('check'))
    .description('Walks through every password of a file, step by step, and says what to do.')
    .action(async (file: string, options: FileOptions) => {
      const { check } = await import('./commands/check.js');
      if (!(await check(file, options, signal))) process.exitCode = exitCodes.failed;
    })
    .addHelpText('after', helpForCheck);

  withFileOptions(root.command('decrypt'))
    .description('Decrypts one password of a file, and prints it only where --reveal is given.')
    .option('--property <name>', 'which password, where the file has several')
    .option('--reveal', 'print the password, alone, on standard output')
    .action(async (file: string, options: DecryptOptions) => {
      const { decrypt } = await import('./commands/decrypt.js');
      await decrypt(file, options, signal);
    })
    .addHelpText('after', helpForDecrypt);

  return root;
}

const help = `
One line of configuration decides where a password comes from:

  jdbc.password.decrypter.classname=AwsSecretsManagerDecrypter
  jdbc.password={"region":"ap-southeast-2","secretId":"mySecretId","secretPointer":"/password"}

Examples:
  password-decrypter list
  password-decrypter check confluence.cfg.xml
  password-decrypter decrypt confluence.cfg.xml --reveal

Exit codes: 0 fine, 1 the check or the decryption failed, 2 the command was not understood,
130 interrupted.`;

const helpForCheck = `
The steps are those a person would take: the file is read, the decrypter found, the coordinates
understood, credentials found (where, and whose), the secret read, the pointer followed.

Examples:
  password-decrypter check confluence.cfg.xml
  password-decrypter check settings --format yaml --timeout 5s --json`;

const helpForDecrypt = `
Without --reveal it says only that the password was decrypted, and by what.

Examples:
  password-decrypter decrypt confluence.cfg.xml
  password-decrypter decrypt application.properties --property db.password --reveal`;

/** What follows -D, or "=" in any option that is not understood, may be a secret key. */
function withoutValue(message: string): string {
  return message.replace(/(unknown option '(?:-D|[^'=]*=)).*'/s, "$1…'");
}

async function main(): Promise<void> {
  // Said by the SDK on Node 20; whoever runs this command does not choose its SDK.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  process.stdout.on('error', unwritable);
  // There is nowhere left to say it.
  process.stderr.on('error', () => undefined);
  printWarnings();
  try {
    await commands(interrupted.signal).parseAsync();
  } catch (error) {
    process.exitCode = ending(error, interrupted.signal);
  }
}

/** Whoever reads our output, such as head, may have read enough; what cannot be written otherwise is lost. */
function unwritable(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return;
  printUnwritable(error.code ?? 'unknown');
  process.exitCode = exitCodes.failed;
}

function ending(error: unknown, interrupted: AbortSignal): number {
  // Commander has printed its own: help, version, or what it did not understand.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage;
  if (interrupted.aborted) return exitCodes.interrupted;
  printFailure(error, {
    json: process.argv.includes('--json'),
    debug: process.argv.includes('--debug'),
  });
  return error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
}

await main();
