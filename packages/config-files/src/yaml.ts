/** YAML 1.2, core schema: one document, no tags of its own, no merging. */

import type { Properties } from '@password-decrypter/core';
import { LosslessNumber } from 'lossless-json';
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type Scalar,
} from 'yaml';

import { propertiesOf, type Nested } from './nested.js';
import type { Origin } from './origin.js';

/** Aliases can make a short text endless; no configuration has this many values. */
const mostNodes = 20_000;
const deepestNesting = 64;

export function parseYaml(text: string, origin: Origin): Properties {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    schema: 'core',
    strict: true,
    uniqueKeys: true,
    prettyErrors: false,
    // Silent would let a second document pass.
    logLevel: 'error',
    lineCounter: lines,
  });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) {
    throw origin.error({
      line: lines.linePos(problem.pos[0]).line,
      reason: reasons.get(problem.code) ?? 'this is not YAML.',
      hint: 'Check the indentation, and put a value with special characters into quotes.',
    });
  }
  // An empty file has no properties.
  if (document.contents === null) return {};
  return propertiesOf(new Conversion(document, origin).nested(document.contents), origin);
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['DUPLICATE_KEY', 'a name is there twice in one object.'],
  ['MULTIPLE_DOCS', 'there is more than one YAML document.'],
  ['TAG_RESOLVE_FAILED', 'there is a tag ("!…") that is not known.'],
]);

class Conversion {
  #nodes = 0;

  constructor(
    private readonly document: Document,
    private readonly origin: Origin,
  ) {}

  nested(node: unknown, depth = 0): Nested {
    if (++this.#nodes > mostNodes || depth > deepestNesting) {
      throw this.origin.error({
        reason: 'the properties are too many or nested too deeply.',
        hint: 'Check the aliases ("*name"): they repeat all that they stand for.',
      });
    }
    if (isAlias(node)) return this.nested(node.resolve(this.document), depth + 1);
    if (isSeq(node)) return node.items.map((item) => this.nested(item, depth + 1));
    if (isMap(node)) {
      return Object.fromEntries(
        node.items.map(({ key, value }) => [this.#name(key), this.nested(value, depth + 1)]),
      );
    }
    return isScalar(node) ? scalar(node) : null;
  }

  #name(key: unknown): string {
    if (isScalar(key)) return typeof key.value === 'string' ? key.value : (key.source ?? '');
    throw this.origin.error({
      reason: 'there is a name that is not a text.',
      hint: 'Write names as plain text.',
    });
  }
}

/** A number is the text that stands there: 0123 and 1.10 are passwords like others. */
function scalar({ value, source }: Scalar): Nested {
  if (typeof value === 'number' || typeof value === 'bigint') {
    const text = source ?? String(value);
    return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)
      ? new LosslessNumber(text)
      : text;
  }
  if (typeof value === 'boolean') return source ?? value;
  return typeof value === 'string' ? value : null;
}
