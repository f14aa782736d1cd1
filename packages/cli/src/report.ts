/** What the commands print: results on standard output, warnings and errors on standard error. */

import { subscribe } from 'node:diagnostics_channel';
import { styleText } from 'node:util';

import {
  isDecrypterError,
  visible,
  warningChannelName,
  type AnyDecrypterError,
  type DecrypterWarning,
} from '@password-decrypter/core';

import { UsageError } from './options.js';

type Colour = Parameters<typeof styleText>[0];

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function printJson(result: unknown): void {
  print(JSON.stringify(result, undefined, 2));
}

/** One step of a check: ✓ or ✗, its name, and what was found. */
export function printStep(ok: boolean, name: string, detail: string): void {
  const mark = ok ? coloured('green', '✓') : coloured('red', '✗');
  print(`  ${mark} ${name.padEnd(11)}  ${visible(detail)}`);
}

export function printHint(hint: string): void {
  print(`    → ${visible(hint)}`);
}

export function printHeading(text: string): void {
  print(coloured('bold', visible(text)));
}

/** Prints each warning of this project as it comes. */
export function printWarnings(): void {
  subscribe(warningChannelName, (warning) => {
    const { message } = warning as DecrypterWarning;
    process.stderr.write(`warning: ${visible(message)}\n`);
  });
}

/** At most a few lines, and a stack only where it is asked for. */
export function printFailure(
  error: unknown,
  { json, debug }: { readonly json: boolean; readonly debug: boolean },
): void {
  if (isDecrypterError(error)) printDecrypterError(error, json);
  else if (error instanceof UsageError) printError(error.message);
  else printError('something unexpected happened; run it again with --debug.');
  if (debug && error instanceof Error) process.stderr.write(`${stackOf(error)}\n`);
}

/** Of a foreign error only its name and where it was thrown: its text may hold anything. */
function stackOf(error: Error): string {
  if (isDecrypterError(error)) return error.stack ?? '';
  const frames = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line));
  return [error.name, ...frames].join('\n');
}

/** Standard output took no more, as on a full disk. */
export function printUnwritable(code: string): void {
  printError(`the output could not be written (${code}).`);
}

function printDecrypterError(error: AnyDecrypterError, json: boolean): void {
  if (json) {
    printJson({ ok: false, error });
    return;
  }
  printError(`${error.message} (${error.code})`);
  process.stderr.write(`  → ${visible(error.hint)}\n`);
}

function printError(message: string): void {
  process.stderr.write(`error: ${visible(message)}\n`);
}

/** Colours are for terminals only (https://no-color.org). */
function coloured(colour: Colour, text: string): string {
  const wanted = process.stdout.isTTY && !process.env.NO_COLOR;
  return wanted ? styleText(colour, text) : text;
}
