/** Reads a file below a directory, and nothing that only seems to be below it. */

import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { isAbsolute, join, normalize, relative, sep } from 'node:path';

import {
  AccessDeniedError,
  BackendUnavailableError,
  InvalidValueError,
  SecretFormatError,
  SecretNotFoundError,
  type DecrypterError,
} from '@password-decrypter/core';

/** Docker allows secrets of 500 KB; no password is longer than this. */
const longestSecretBytes = 64 * 1024;

/**
 * @param path - relative to the directory; it may be a password somebody put under the wrong name, so
 *   no error quotes it
 */
export async function readSecretFile(
  directory: string,
  path: string,
  signal: AbortSignal,
): Promise<string> {
  assertBelow(path);
  try {
    const file = await realFile(directory, path);
    signal.throwIfAborted();
    return textOf(await firstBytes(file, signal));
  } catch (error) {
    throw described(error);
  }
}

/** Files are written with a newline at their end, by people and by tools; it is no part of the password. */
export function withoutFinalNewline(text: string): string {
  return text.replace(/\r?\n$/, '');
}

function assertBelow(path: string): void {
  const plain = normalize(path);
  const outside = isAbsolute(plain) || plain === '.' || plain.split(sep).includes('..');
  if (!outside && !path.includes('\0') && !path.includes('\\')) return;
  throw new InvalidValueError('The value is no path below the directory of secrets.', {
    hint: 'Write the path of the file relative to that directory, such as db/password.',
  });
}

/** Kubernetes mounts links to files in the same directory; a link that leads out of it is refused. */
async function realFile(directory: string, path: string): Promise<string> {
  const [root, file] = await Promise.all([realpath(directory), realpath(join(directory, path))]);
  const inside = relative(root, file);
  // Not startsWith('..'): Kubernetes calls a folder "..data". On another drive the way is absolute.
  if (!isAbsolute(inside) && inside.split(sep)[0] !== '..') return file;
  throw leadsOut();
}

/**
 * What was checked is a path, and a path can be changed before it is opened: a link in the file's place is
 * not followed (O_NOFOLLOW), and what is no file, such as a pipe, is not waited for (O_NONBLOCK).
 */
const readOnly = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

async function firstBytes(file: string, signal: AbortSignal): Promise<Uint8Array> {
  await using handle = await open(file, readOnly);
  if (!(await handle.stat()).isFile()) throw isNoFile();
  const bytes = new Uint8Array(longestSecretBytes + 1);
  let length = 0;
  for (;;) {
    signal.throwIfAborted();
    const { bytesRead } = await handle.read(bytes, length, bytes.length - length);
    length += bytesRead;
    if (bytesRead === 0 || length === bytes.length) break;
  }
  if (length <= longestSecretBytes) return bytes.subarray(0, length);
  throw new SecretFormatError(`The file is longer than ${longestSecretBytes} bytes.`, {
    hint: 'Check that the value names the file of the password.',
  });
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new SecretFormatError('The file is not UTF-8 text.', {
      hint: 'Write the password into the file as UTF-8.',
    });
  }
}

const byCode: ReadonlyMap<unknown, () => DecrypterError> = new Map([
  ...['ENOENT', 'ENOTDIR'].map((code) => [code, notFound] as const),
  ...['EACCES', 'EPERM'].map((code) => [code, denied] as const),
  ['EISDIR', isNoFile],
  ['ELOOP', leadsOut],
  ['ENAMETOOLONG', notFound],
]);

function described(error: unknown): unknown {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return error;
  return (byCode.get(error.code) ?? unavailable)();
}

function notFound(): DecrypterError {
  return new SecretNotFoundError('There is no such file in the directory of secrets.', {
    hint: 'Check the path, and that the secret is mounted into this container.',
  });
}

function denied(): DecrypterError {
  return new AccessDeniedError('The file may not be read.', {
    hint: 'Mount the secret so that the user of this process may read it.',
  });
}

function isNoFile(): DecrypterError {
  return new InvalidValueError('The value names something that is no file.', {
    hint: 'Name a file below the directory of secrets.',
  });
}

function leadsOut(): DecrypterError {
  return new AccessDeniedError('The file is a link that leads out of the directory of secrets.', {
    hint: 'Mount the secret itself; links are followed inside the directory only.',
  });
}

function unavailable(): DecrypterError {
  return new BackendUnavailableError('The file cannot be read.', {
    hint: 'Check the volume that holds it; the next call tries again.',
  });
}
