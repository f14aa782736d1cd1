import { extractPassword, quoted, warn } from '@password-decrypter/core';

/** What a warning names. */
export interface SecretNames {
  /** As it begins a sentence: `The secret "mySecretId"`. */
  readonly subject: string;
  /** The coordinate that would take a part of the secret: `secretPointer`. */
  readonly pointerKey: string;
}

/**
 * Takes the password out of a secret, and warns where a whole JSON object becomes the password: most
 * likely the pointer was forgotten.
 */
export function passwordIn(
  secret: string,
  pointer: string | undefined,
  { subject, pointerKey }: SecretNames,
): string {
  if (pointer === undefined && isJsonObject(secret)) {
    warn({
      code: 'SECRET_WITHOUT_POINTER',
      message: `${subject} is a JSON object, and all of it is taken as the password; add ${quoted(pointerKey)} to the coordinates to take a part.`,
    });
  }
  return extractPassword(secret, pointer);
}

function isJsonObject(secret: string): boolean {
  if (!secret.trimStart().startsWith('{')) return false;
  try {
    JSON.parse(secret);
    return true;
  } catch {
    return false;
  }
}
