/** The options that every command takes, and what they turn into. */

import { propertiesFormats, type PropertiesFormat } from '@password-decrypter/config-files';
import { InvalidArgumentError, Option, type Command } from 'commander';
import ms, { type StringValue } from 'ms';

/** The command was not understood: exit code 2. */
export class UsageError extends Error {}

export interface SharedOptions {
  readonly plugin?: readonly string[];
  /** System properties. */
  readonly define?: Readonly<Record<string, string>>;
  /** In milliseconds. */
  readonly timeout?: number;
  readonly json?: true;
  readonly debug?: true;
}

export interface FileOptions extends SharedOptions {
  readonly format?: PropertiesFormat;
}

export function withSharedOptions(command: Command): Command {
  return command
    .option(
      '--plugin <package>',
      'add the decrypters of an npm package, and allow the file to name it; "@scope/*" allows a scope; may be repeated',
      repeated,
    )
    .option(
      '-D, --define <key=value>',
      'a system property, such as -Daws.accessKeyId=…; may be repeated',
      defined,
    )
    .option('--timeout <time>', 'how long one backend call may take, such as 5s', timeLimit)
    .option('--json', 'print the result as JSON')
    .option('--debug', 'print the stack of an error');
}

export function withFileOptions(command: Command): Command {
  const format = new Option('--format <format>', 'the format, where the name does not tell');
  return withSharedOptions(command)
    .argument('<file>', 'confluence.cfg.xml, .properties, JSON, YAML or .env')
    .addOption(format.choices(propertiesFormats));
}

function repeated(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

/** Refused without the argument, which may hold a secret key; commander would quote it. */
function defined(
  definition: string,
  earlier: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const separator = definition.indexOf('=');
  if (separator < 1) throw new UsageError('-D takes key=value, such as -Daws.accessKeyId=…');
  return { ...earlier, [definition.slice(0, separator)]: definition.slice(separator + 1) };
}

/** Beyond this, timers of Node.js fire at once. */
const longestTimeLimitMs = 2 ** 31 - 1;

function timeLimit(time: string): number {
  const limitMs = isDuration(time) ? ms(time) : 0;
  if (limitMs > 0 && limitMs <= longestTimeLimitMs) return limitMs;
  throw new InvalidArgumentError(
    'Write a number with a unit, such as 500ms, 5s or 1m; at most 24 days.',
  );
}

function isDuration(time: string): time is StringValue {
  return /^\d+(?:\.\d+)?(?:ms|s|m|h)$/.test(time);
}
