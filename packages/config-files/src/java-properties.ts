import type { Properties } from '@password-decrypter/core';
import { Properties as JavaProperties } from 'properties-file/parser';

import type { Origin } from './origin.js';
import { UniqueProperties } from './unique-properties.js';

/** Java `.properties` (Java API: "java.util.Properties.load"), as UTF-8. */
export function parseJavaProperties(text: string, origin: Origin): Properties {
  const properties = new UniqueProperties(origin);
  for (const { key, value, startingLineNumber } of parse(text, origin).getProperties()) {
    properties.add(key, value, startingLineNumber);
  }
  return properties.toProperties();
}

function parse(text: string, origin: Origin): JavaProperties {
  try {
    return new JavaProperties(text);
  } catch {
    // The parser refuses nothing else, and says no line.
    throw origin.error({
      line: lineOfBadEscape(text),
      reason: 'there is a "\\u" without four hexadecimal digits.',
      hint: 'Write a backslash as two backslashes.',
    });
  }
}

function lineOfBadEscape(text: string): number | undefined {
  const index = text
    .split(/\r\n?|\n/)
    .findIndex(
      (line) => !/^[ \t\f]*[#!]/.test(line) && /(?<!\\)(?:\\\\)*\\u(?![0-9a-fA-F]{4})/.test(line),
    );
  return index === -1 ? undefined : index + 1;
}
