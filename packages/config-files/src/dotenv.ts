import type { Properties } from '@password-decrypter/core';
import { parse } from 'dotenv';

import { environmentProperties } from './environment.js';
import type { Origin } from './origin.js';

/** A `.env` file, in the dialect of the package `dotenv`: of a name that is there twice, the last. */
export function parseEnv(text: string, origin: Origin): Properties {
  assertUnderstood(text, origin);
  return environmentProperties(parse(text));
}

const beginning = /^\s*(?:export\s+)?[\w.-]+(?:\s*=|:\s)\s*(?<rest>.*)$/;

/** The parser passes over what it does not understand; a password in such a line would be lost. */
function assertUnderstood(text: string, origin: Origin): void {
  let quote = '';
  text.split(/\r\n?|\n/).forEach((written, index) => {
    // What is escaped ends nothing.
    const line = written.replaceAll(/\\./g, '');
    if (quote !== '') {
      if (line.includes(quote)) quote = '';
      return;
    }
    const rest = beginning.exec(line)?.groups?.rest;
    if (rest !== undefined) {
      const [first = ''] = rest;
      // A value in quotes may go on over several lines.
      if (/["'`]/.test(first) && !rest.slice(1).includes(first)) quote = first;
    } else if (/^\s*[^#\s]/.test(line) && !line.includes('=')) {
      throw origin.error({
        line: index + 1,
        reason: 'this is not NAME=value.',
        hint: 'Write an equals sign behind the name; a value of several lines stands in quotes.',
      });
    }
  });
}
