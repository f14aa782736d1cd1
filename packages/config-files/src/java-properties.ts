import type { Properties } from '@password-decrypter/core';
import { Properties as JavaProperties } from 'properties-file/parser';

import type { Origin } from './origin.js';
import { UniqueProperties } from './unique-properties.js';

/** Java `.properties` (Java API: "java.util.Properties.load"), as UTF-8. */
export function parseJavaProperties(text: string, origin: Origin): Properties {
  const lines = linesOf(text);
  const properties = new UniqueProperties(origin);
  for (const { key, value, startingLineNumber } of parse(lines, origin).getProperties()) {
    properties.add(key, value, startingLineNumber);
  }
  return properties.toProperties();
}

interface Line {
  readonly text: string;
  readonly isComment: boolean;
}

/**
 * To Java, a line with nothing but a backslash continues nothing. (Where it is a file's last line, Java
 * makes a property with an empty name of it, which nobody can have meant.)
 */
function linesOf(text: string): readonly Line[] {
  let continued = false;
  return text.split(/\r\n?|\n/).map((line) => {
    if (!continued && /^[ \t\f]*\\$/.test(line)) return { text: '', isComment: false };
    const isComment = !continued && /^[ \t\f]*[#!]/.test(line);
    continued = !isComment && /(?<!\\)(?:\\\\)*\\$/.test(line);
    return { text: line, isComment };
  });
}

function parse(lines: readonly Line[], origin: Origin): JavaProperties {
  try {
    return new JavaProperties(lines.map(({ text }) => text).join('\n'));
  } catch {
    // The parser refuses nothing else, and says no line.
    throw origin.error({
      line: lineOfBadEscape(lines),
      reason: 'there is a "\\u" without four hexadecimal digits.',
      hint: 'Write a backslash as two backslashes.',
    });
  }
}

function lineOfBadEscape(lines: readonly Line[]): number | undefined {
  const index = lines.findIndex(
    ({ text, isComment }) => !isComment && /(?<!\\)(?:\\\\)*\\u(?![0-9a-fA-F]{4})/.test(text),
  );
  return index === -1 ? undefined : index + 1;
}
