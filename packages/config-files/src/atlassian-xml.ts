/**
 * `confluence.cfg.xml`, `crowd.cfg.xml`, `bamboo.cfg.xml`: each `<property name="…">text</property>`
 * is a property (Confluence: "Confluence home and other important directories"). Character
 * references and CDATA are understood; a DOCTYPE is refused, since it can name files and addresses.
 */

import type { Properties } from '@password-decrypter/core';
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
});

export function parseAtlassianXml(text: string, origin: Origin): Properties {
  const outsideCdata = withoutCdataAndComments(text);
  refuseDoctype(outsideCdata, origin);
  refuseUnknownReferences(outsideCdata, origin);
  const properties = new UniqueProperties(origin);
  collect(parseTree(text, origin), properties, origin);
  return properties.toProperties();
}

/** Blanks them out, so that lines stay where they are. */
function withoutCdataAndComments(text: string): string {
  return text.replace(/<!\[CDATA\[[^]*?\]\]>|<!--[^]*?-->/g, (part) => part.replace(/[^\n]/g, ' '));
}

function refuseDoctype(text: string, origin: Origin): void {
  const position = text.search(/<!DOCTYPE/i);
  if (position === -1) return;
  throw origin.error({
    line: lineAt(text, position),
    reason: 'a DOCTYPE is not allowed.',
    hint: 'Take the DOCTYPE away; no Atlassian configuration file needs one.',
  });
}

const knownReference = /^&(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});/;

function refuseUnknownReferences(text: string, origin: Origin): void {
  for (const { index } of text.matchAll(/&/g)) {
    if (knownReference.test(text.slice(index, index + 12))) continue;
    throw origin.error({
      line: lineAt(text, index),
      reason: 'there is an "&" that begins no known character reference.',
      hint: 'Write &amp; for an ampersand; the others are &lt; &gt; &quot; &apos; and numbers such as &#65;.',
    });
  }
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
  const line: unknown =
    typeof error === 'object' && error !== null && 'line' in error ? error.line : undefined;
  return origin.error({
    line: typeof line === 'number' ? line : undefined,
    reason: 'this is not well-formed XML, or it is nested too deeply.',
    hint: 'Check that every element is closed, and that < in a value is written as &lt;.',
  });
}

function collect(nodes: unknown, properties: UniqueProperties, origin: Origin): void {
  for (const node of elementsOf(nodes)) {
    const { children } = node;
    if (node.name !== 'property') collect(children, properties, origin);
    else properties.add(nameOf(node, origin), valueOf(node, origin));
  }
}

function nameOf(element: Element, origin: Origin): string {
  const name = element.attributes.name;
  if (typeof name === 'string' && name !== '') return decodeXML(name);
  throw origin.error({
    reason: 'a <property> has no name.',
    hint: 'Write <property name="…">value</property>.',
  });
}

function valueOf({ children, attributes: { name } }: Element, origin: Origin): string {
  return children
    .map((child) => {
      if (!isObject(child)) return '';
      if (typeof child[plainText] === 'string') return decodeXML(child[plainText]);
      if (cdata in child) return textIn(child[cdata]);
      throw origin.error({
        reason: `the property ${JSON.stringify(name)} has elements in its value.`,
        hint: 'Write < in a value as &lt;, or put the value into a CDATA section.',
      });
    })
    .join('');
}

/** The parser gives each element as an object whose one key is the element's name. */
interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly children: readonly unknown[];
}

function elementsOf(nodes: unknown): readonly Element[] {
  if (!Array.isArray(nodes)) return [];
  return nodes.filter(isObject).flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== attributes);
    const children: unknown = name === undefined ? undefined : node[name];
    if (name === undefined || !Array.isArray(children) || name === cdata) return [];
    const given = node[attributes];
    return [{ name, children, attributes: isObject(given) ? given : {} }];
  });
}

function textIn(nodes: unknown): string {
  if (!Array.isArray(nodes)) return '';
  return nodes.map((node) => (isObject(node) ? String(node[plainText]) : '')).join('');
}

function isObject(thing: unknown): thing is Readonly<Record<string, unknown>> {
  return typeof thing === 'object' && thing !== null;
}
