/**
 * `confluence.cfg.xml`, `crowd.cfg.xml`, `bamboo.cfg.xml`: each `<property name="…">text</property>`
 * is a property (Confluence: "Confluence home and other important directories"). Character
 * references and CDATA are understood; a DOCTYPE is refused, since it can name files and addresses.
 */

import { quoted, type Properties } from '@password-decrypter/core';
import { decodeXML } from 'entities';
import { XMLParser } from 'fast-xml-parser';
import { SyntaxValidator } from 'fast-xml-validator';

import { lineAt, type Origin } from './origin.js';
import { UniqueProperties } from './unique-properties.js';

const deepestNesting = 64;
const attributes = ':@';
const cdata = '#cdata';
const plainText = '#text';

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  cdataPropName: cdata,
  textNodeName: plainText,
  parseTagValue: false,
  parseAttributeValue: false,
  // A password may begin or end with a blank.
  trimValues: false,
  // References are decoded below, where CDATA and text are still told apart.
  processEntities: false,
  maxNestedTags: deepestNesting,
  captureMetaData: true,
});

export function parseAtlassianXml(text: string, origin: Origin): Properties {
  refuseDoctype(text, origin);
  const properties = new UniqueProperties(origin);
  let line = 1;
  let counted = 0;
  for (const element of propertyElements(parseTree(text, origin))) {
    // From one element to the next: counting from the beginning each time would take for ever.
    line += text.slice(counted, element.position).split('\n').length - 1;
    counted = element.position;
    const name = nameOf(element, line, origin);
    properties.add(name, valueOf(element, name, line, origin), line);
  }
  return properties.toProperties();
}

/** Before the root element only: further down the validator finds it. */
function refuseDoctype(text: string, origin: Origin): void {
  // Instructions and comments are stepped over, since "<!DOCTYPE" in them is none, and "<!--" in an
  // instruction hides none.
  const passed = /\s+|<\?[^]*?\?>|<!--[^]*?-->/y;
  let position = 0;
  while (passed.test(text)) position = passed.lastIndex;
  if (!/^<!DOCTYPE/i.test(text.slice(position, position + 9))) return;
  throw origin.error({
    line: lineAt(text, position),
    reason: 'a DOCTYPE is not allowed.',
    hint: 'Take the DOCTYPE away; no Atlassian configuration file needs one.',
  });
}

function parseTree(text: string, origin: Origin): unknown {
  let tree: unknown;
  try {
    SyntaxValidator.validate(text);
    tree = parser.parse(text);
  } catch (error) {
    throw notWellFormed(origin, error);
  }
  // The validator lets several root elements pass.
  const roots = elementsOf(tree).filter(({ name }) => !name.startsWith('?'));
  if (roots.length !== 1) throw notWellFormed(origin);
  return tree;
}

function notWellFormed(origin: Origin, error?: unknown) {
  const found = isObject(error) ? error : {};
  const line = typeof found.line === 'number' ? found.line : undefined;
  // Of the message only this is taken: the rest could quote the text.
  if (typeof found.message === 'string' && found.message.startsWith("char '&'"))
    return badReference(line, origin);
  return origin.error({
    line,
    reason: 'this is not well-formed XML, or it is nested too deeply.',
    hint: 'Check that every element is closed, and that < in a value is written as &lt;.',
  });
}

function* propertyElements(nodes: unknown): Generator<Element> {
  for (const element of elementsOf(nodes)) {
    if (element.name === 'property') yield element;
    else yield* propertyElements(element.children);
  }
}

function nameOf({ attributes: { name } }: Element, line: number, origin: Origin): string {
  if (typeof name === 'string' && name !== '') return decoded(name, line, origin);
  throw origin.error({
    line,
    reason: 'a <property> has no name.',
    hint: 'Write <property name="…">value</property>.',
  });
}

function valueOf({ children }: Element, property: string, line: number, origin: Origin): string {
  return children
    .map((child) => {
      if (!isObject(child)) return '';
      if (typeof child[plainText] === 'string') return decoded(child[plainText], line, origin);
      if (cdata in child) return textIn(child[cdata]);
      throw origin.error({
        line,
        property,
        reason: `the property ${quoted(property)} has elements in its value.`,
        hint: 'Write < in a value as &lt;, or put the value into a CDATA section.',
      });
    })
    .join('');
}

function decoded(text: string, line: number, origin: Origin): string {
  for (const { index } of text.matchAll(/&/g)) {
    // Where the property begins is where one looks.
    if (!isReference(text.slice(index, index + 12))) throw badReference(line, origin);
  }
  return decodeXML(text);
}

function badReference(line: number | undefined, origin: Origin) {
  return origin.error({
    line,
    reason: 'there is an "&" that begins no known character reference.',
    hint: 'Write &amp; for an ampersand; the others are &lt; &gt; &quot; &apos; and numbers such as &#65;.',
  });
}

/** A number that is no character of XML would silently become another one. */
function isReference(text: string): boolean {
  const [, decimal, hex] = /^&#(?:([0-9]{1,7})|x([0-9a-fA-F]{1,6}));/.exec(text) ?? [];
  if (decimal === undefined && hex === undefined) return /^&(?:amp|lt|gt|quot|apos);/.test(text);
  const point = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
  return (
    point <= 0x10ffff &&
    /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]$/u.test(
      String.fromCodePoint(point),
    )
  );
}

/** The parser gives each element as an object whose one key is the element's name. */
interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly children: readonly unknown[];
  /** Where it begins in the text. */
  readonly position: number;
}

const place: unknown = XMLParser.getMetaDataSymbol();

function elementsOf(nodes: unknown): readonly Element[] {
  if (!Array.isArray(nodes)) return [];
  return nodes.filter(isObject).flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== attributes);
    const children: unknown = name === undefined ? undefined : node[name];
    if (name === undefined || !Array.isArray(children) || name === cdata) return [];
    const given = node[attributes];
    return [
      { name, children, attributes: isObject(given) ? given : {}, position: positionOf(node) },
    ];
  });
}

function positionOf(node: object): number {
  const found: unknown = typeof place === 'symbol' ? Reflect.get(node, place) : undefined;
  return isObject(found) && typeof found.startIndex === 'number' ? found.startIndex : 0;
}

function textIn(nodes: unknown): string {
  if (!Array.isArray(nodes)) return '';
  return nodes.map((node) => (isObject(node) ? String(node[plainText]) : '')).join('');
}

function isObject(thing: unknown): thing is Readonly<Record<string, unknown>> {
  return typeof thing === 'object' && thing !== null;
}
