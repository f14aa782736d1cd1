import { deepestJsonNesting, jsonNesting, type Properties } from '@password-decrypter/core';
import { isLosslessNumber, parse } from 'lossless-json';

import { deepestNesting, propertiesOf, type Nested } from './nested.js';
import { lineAt, type Origin } from './origin.js';

/** JSON; a number is the text that stands there, to the last digit. */
export function parseJson(text: string, origin: Origin): Properties {
  return propertiesOf(parseNested(text, origin), origin);
}

function parseNested(text: string, origin: Origin): Nested {
  // Before the parser, which recurses.
  if (jsonNesting(text) <= deepestJsonNesting) {
    const parsed = parseUnknown(text, origin);
    if (isNested(parsed)) return parsed;
  }
  throw origin.error({
    reason: 'this is nested too deeply.',
    hint: `Nest at most ${deepestNesting} levels.`,
  });
}

function isNested(parsed: unknown, depth = 0): parsed is Nested {
  if (typeof parsed !== 'object' || parsed === null || isLosslessNumber(parsed)) return true;
  return (
    depth < deepestNesting && Object.values(parsed).every((inner) => isNested(inner, depth + 1))
  );
}

function parseUnknown(text: string, origin: Origin): unknown {
  try {
    return parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    // Of the message only the number at the end is taken: the rest quotes the text.
    const position = / at position (\d+)$/.exec(message)?.[1];
    throw origin.error({
      line: position === undefined ? undefined : lineAt(text, Number(position)),
      reason: message.startsWith('Duplicate key')
        ? 'a name is there twice in one object.'
        : 'this is not JSON, or it is nested too deeply.',
      hint: 'Check quotes, commas and braces; JSON has no comments.',
    });
  }
}
