/** YAML 1.2, core schema: one document, no tags of its own, no merging. */

import { quoted, type Properties } from '@password-decrypter/core';
import { LosslessNumber } from 'lossless-json';
import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Alias,
  type Document,
  type Scalar,
  type YAMLMap,
} from 'yaml';

import { deepestNesting, propertiesOf, type Nested } from './nested.js';
import type { Origin } from './origin.js';

/** Aliases can make a short text endless; no configuration has this many values. */
const mostNodes = 20_000;

export function parseYaml(text: string, origin: Origin): Properties {
  if (isBottomless(text)) throw tooDeep(origin);
  const lines = new LineCounter();
  const document = parseDocument(text, {
    schema: 'core',
    // Otherwise !!binary and its likes are read, into what is no text.
    resolveKnownTags: false,
    strict: true,
    // Names are compared below, as text; the library takes for ever where there are many.
    uniqueKeys: false,
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
  return propertiesOf(new Conversion(document, lines, origin).nested(document.contents), origin);
}

/** The parser recurses, and a stack that runs out inside the engine can end the process. */
const deepestSyntax = 200;

/** Whether a text could be nested deeper than any configuration: by brackets, dashes or indentation. */
function isBottomless(text: string): boolean {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth = Math.max(0, depth + (bracket === '[' || bracket === '{' ? 1 : -1));
    if (depth > deepestSyntax) return true;
  }
  return /^[ \t]*(?:[-?:][ \t]+){200}|^ {500}/m.test(text);
}

function tooDeep(origin: Origin) {
  return origin.error({
    reason: 'the properties are nested too deeply.',
    hint: `Nest at most ${deepestNesting} levels.`,
  });
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['MULTIPLE_DOCS', 'there is more than one YAML document.'],
  ['TAG_RESOLVE_FAILED', 'there is a tag ("!…") that is not known.'],
]);

class Conversion {
  #nodes = 0;
  readonly #targets: ReadonlyMap<Alias, unknown>;

  constructor(
    document: Document,
    private readonly lines: LineCounter,
    private readonly origin: Origin,
  ) {
    this.#targets = aliasTargets(document);
  }

  nested(node: unknown, depth = 0): Nested {
    if (++this.#nodes > mostNodes || depth > deepestNesting) {
      throw this.origin.error({
        reason: 'the properties are too many or nested too deeply.',
        hint: 'Check the aliases ("*name"): they repeat all that they stand for.',
      });
    }
    if (isAlias(node)) return this.nested(this.#target(node), depth + 1);
    if (isSeq(node)) return node.items.map((item) => this.nested(item, depth + 1));
    if (isMap(node)) return Object.fromEntries(this.#members(node, depth + 1));
    return isScalar(node) ? scalar(node) : null;
  }

  #members({ items }: YAMLMap, depth: number): ReadonlyMap<string, Nested> {
    const members = new Map<string, Nested>();
    for (const { key, value } of items) {
      const name = this.#name(key);
      // To YAML, 1 and "1" are two names.
      if (members.has(name)) {
        throw this.origin.error({
          line: this.#line(key),
          reason: `the name ${quoted(name)} is there twice in one object.`,
          hint: 'Take one of the two away.',
        });
      }
      members.set(name, this.nested(value, depth));
    }
    return members;
  }

  #target(alias: Alias): unknown {
    if (this.#targets.has(alias)) return this.#targets.get(alias);
    throw this.origin.error({
      line: this.#line(alias),
      reason: 'there is an alias ("*name") without an anchor ("&name") before it.',
      hint: 'Put a value that begins with * into quotes, or add the anchor.',
    });
  }

  #line(node: unknown): number | undefined {
    const range = isNode(node) ? node.range : undefined;
    return range ? this.lines.linePos(range[0]).line : undefined;
  }

  #name(key: unknown): string {
    if (isScalar(key)) return typeof key.value === 'string' ? key.value : (key.source ?? '');
    throw this.origin.error({
      line: this.#line(key),
      reason: 'there is a name that is not a text.',
      hint: 'Write names as plain text.',
    });
  }
}

/** What each alias stands for, found in one walk: the library walks the document for each alias. */
function aliasTargets(document: Document): ReadonlyMap<Alias, unknown> {
  const anchored = new Map<string, unknown>();
  const targets = new Map<Alias, unknown>();
  visit(document, (_key, node) => {
    if (isAlias(node)) {
      if (anchored.has(node.source)) targets.set(node, anchored.get(node.source));
    } else if ((isScalar(node) || isMap(node) || isSeq(node)) && node.anchor !== undefined) {
      anchored.set(node.anchor, node);
    }
  });
  return targets;
}

/** A number is the text that stands there: 0123 and 1.10 are passwords like others. */
function scalar({ value, source }: Scalar): Nested {
  if (typeof value === 'number' || typeof value === 'bigint') {
    const text = source ?? String(value);
    return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)
      ? new LosslessNumber(text)
      : text;
  }
  if (typeof value === 'boolean') return source === String(value) ? value : (source ?? value);
  return typeof value === 'string' ? value : null;
}
