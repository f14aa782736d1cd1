/** Reads the properties of an application from a file, in the format that its name tells. */

import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Properties } from '@password-decrypter/core';

import { lineAt, Origin } from './origin.js';
import { parseProperties, propertiesFormats, type PropertiesFormat } from './parse-properties.js';

export interface ReadOptions {
  /** The file's format; by default its name tells. */
  readonly format?: PropertiesFormat | undefined;
}

/** No configuration is this long; a log file or a disk image passed by mistake is. */
const longestFileBytes = 1024 * 1024;

const formatsByName: readonly (readonly [RegExp, PropertiesFormat])[] = [
  [/\.xml$/i, 'atlassian-xml'],
  [/\.properties$/i, 'properties'],
  [/\.json$/i, 'json'],
  [/\.ya?ml$/i, 'yaml'],
  [/(?:^|\.)env(?:\.[\w-]+)?$/i, 'env'],
];

/**
 * Reads `confluence.cfg.xml` and its likes, Java `.properties`, JSON, YAML or `.env`. Text is UTF-8,
 * with or without a byte order mark.
 *
 * @throws ConfigFileError with the file, the line where known, and the reason; never with content
 */
export async function readProperties(
  path: string | URL,
  { format }: ReadOptions = {},
): Promise<Properties> {
  const file = path instanceof URL ? pathOf(path) : path;
  const origin = new Origin(file);
  const known = format ?? formatOf(file, origin);
  const text = textOf(await bytesOf(file, origin), origin);
  return parseProperties(text, known, { file });
}

function pathOf(url: URL): string {
  try {
    return fileURLToPath(url);
  } catch {
    // The address may hold credentials: only its scheme is told.
    throw new Origin('The configuration').error({
      reason: `a URL that begins with "${url.protocol}" names no file of this computer.`,
      hint: 'Give a path, or a URL that begins with file:///.',
    });
  }
}

function formatOf(file: string, origin: Origin): PropertiesFormat {
  const format = formatsByName.find(([pattern]) => pattern.test(basename(file)))?.[1];
  if (format !== undefined) return format;
  throw origin.error({
    reason: 'the name does not tell the format.',
    hint: `Name the format: one of ${propertiesFormats.join(', ')}.`,
  });
}

async function bytesOf(file: string, origin: Origin): Promise<Buffer> {
  try {
    const handle = await open(file);
    try {
      // One byte more than allowed tells a file that is too long, even one whose size is not known.
      const buffer = Buffer.alloc(longestFileBytes + 1);
      let length = 0;
      for (;;) {
        const { bytesRead } = await handle.read(buffer, length, buffer.length - length);
        length += bytesRead;
        if (bytesRead === 0 || length === buffer.length) break;
      }
      if (length > longestFileBytes) throw tooLong(origin);
      return buffer.subarray(0, length);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unreadable(error, origin);
  }
}

function tooLong(origin: Origin) {
  return origin.error({
    reason: `the file is longer than ${longestFileBytes} bytes.`,
    hint: 'Check that this is the configuration file.',
  });
}

const reasonsByCode: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file.'],
  ['ENOTDIR', 'there is no such file.'],
  ['EACCES', 'the file may not be read.'],
  ['EPERM', 'the file may not be read.'],
  ['EISDIR', 'this is a folder.'],
]);

function unreadable(error: unknown, origin: Origin): unknown {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code !== 'string' || code.startsWith('ERR_DECRYPTER')) return error;
  return origin.error({
    reason: reasonsByCode.get(code) ?? `the file cannot be read (${code}).`,
    hint: 'Check the path, and that this user may read the file.',
  });
}

function textOf(bytes: Buffer, origin: Origin): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw origin.error({
      line: lineAt(bytes.toString('latin1'), firstInvalidByte(bytes)),
      reason: 'the file is not UTF-8 text.',
      hint: 'Save the file as UTF-8.',
    });
  }
}

/** Where replacement characters first differ from what stands in the file. */
function firstInvalidByte(bytes: Buffer): number {
  const again = Buffer.from(bytes.toString('utf8'));
  const index = bytes.findIndex((byte, position) => byte !== again[position]);
  return index === -1 ? bytes.length : index;
}
