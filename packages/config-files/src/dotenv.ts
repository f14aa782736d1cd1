import type { Properties } from '@password-decrypter/core';
import { parse } from 'dotenv';

import { environmentProperties } from './environment.js';
import type { Origin } from './origin.js';

/** A `.env` file, in the dialect of the package `dotenv`: of a name that is there twice, the last. */
export function parseEnv(text: string, origin: Origin): Properties {
  const variables = parse(text);
  assertUnderstood(text, Object.values(variables), origin);
  return environmentProperties(variables);
}

/** The parser passes over what it does not understand; a password in such a line would be lost. */
function assertUnderstood(text: string, values: readonly string[], origin: Origin): void {
  const inside = values.filter((value) => value.includes('\n'));
  text.split(/\r\n?|\n/).forEach((line, index) => {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#') || trimmed.includes('=')) return;
    // `NAME: value` is understood, and so is a line of a value that goes on over several.
    if (/^(?:export\s+)?[\w.-]+:\s/.test(trimmed)) return;
    const part = trimmed.replace(/["'`]$/, '');
    if (inside.some((value) => value.includes(part))) return;
    throw origin.error({
      line: index + 1,
      reason: 'this is not NAME=value.',
      hint: 'Write an equals sign behind the name; a value of several lines stands in quotes.',
    });
  });
}
