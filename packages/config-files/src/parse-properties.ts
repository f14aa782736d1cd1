import type { Properties } from '@password-decrypter/core';

import { parseAtlassianXml } from './atlassian-xml.js';
import { parseEnv } from './dotenv.js';
import { parseJavaProperties } from './java-properties.js';
import { parseJson } from './json.js';
import { Origin } from './origin.js';
import { parseYaml } from './yaml.js';

/** How the text of a configuration is written. */
export type PropertiesFormat = 'atlassian-xml' | 'properties' | 'json' | 'yaml' | 'env';

const parsers: Readonly<Record<PropertiesFormat, (text: string, origin: Origin) => Properties>> = {
  'atlassian-xml': parseAtlassianXml,
  properties: parseJavaProperties,
  json: parseJson,
  yaml: parseYaml,
  env: parseEnv,
};

/** The formats that {@link parseProperties} understands. */
export const propertiesFormats: readonly PropertiesFormat[] = [
  'atlassian-xml',
  'properties',
  'json',
  'yaml',
  'env',
];

/**
 * Parses an application's properties.
 *
 * @param text - what stands in the file
 * @param options - `file` is how errors name it
 * @throws ConfigFileError with line, where known, and reason; never with content
 */
export function parseProperties(
  text: string,
  format: PropertiesFormat,
  { file = `The ${format} text` }: { readonly file?: string } = {},
): Properties {
  const origin = new Origin(file);
  // Callers in JavaScript may name anything.
  if (!Object.hasOwn(parsers, format)) {
    throw origin.error({
      reason: 'the format is not known.',
      hint: `Name one of ${propertiesFormats.join(', ')}.`,
    });
  }
  return parsers[format](text.replace(/^\uFEFF/, ''), origin);
}
