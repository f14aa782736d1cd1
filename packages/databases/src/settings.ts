/**
 * From what the live password gives to what a driver needs: the password alone, or the whole
 * credentials as the rotation functions of AWS write them, where the user may change too.
 */

import { SecretFormatError } from '@password-decrypter/core';

/** What a driver is told before it connects; what is absent stays as it is configured. */
export interface ConnectionSettings {
  readonly password: string;
  readonly user?: string;
  readonly host?: string;
  readonly port?: number;
  readonly database?: string;
}

/** Reads connection settings from a secret. */
export type SettingsOf = (secret: string) => ConnectionSettings;

/** Tells a driver what to connect with, as its options. */
export function configure(options: object, { password, ...others }: ConnectionSettings): void {
  Object.assign(options, others);
  // Not enumerable: whoever prints the pool does not print the password.
  const hidden = { value: password, enumerable: false, writable: true, configurable: true };
  Object.defineProperty(options, 'password', hidden);
}

/** The secret is the password. */
export const passwordOnly: SettingsOf = (secret) => ({ password: secret });

/**
 * The secret is what AWS rotates for RDS: `{"engine","host","port","username","password","dbname"}`
 * (AWS Secrets Manager: "JSON structure of AWS Secrets Manager database credential secrets"). Let the
 * live password have no pointer.
 *
 * @throws SecretFormatError where it is not, without quoting it
 */
export const rdsSettings: SettingsOf = (secret) => {
  const { username, password, host, port, dbname } = parse(secret);
  if (typeof username !== 'string' || typeof password !== 'string') throw notRds();
  return {
    user: username,
    password,
    ...(typeof host === 'string' && { host }),
    ...(port !== undefined && { port: portOf(port) }),
    ...(typeof dbname === 'string' && { database: dbname }),
  };
};

function parse(secret: string): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(secret);
  } catch {
    // What the parser says quotes the secret.
    throw notRds();
  }
  if (typeof parsed !== 'object' || parsed === null) throw notRds();
  return { ...parsed };
}

function portOf(port: unknown): number {
  const number = Number(port);
  if (Number.isInteger(number) && number > 0 && number < 65_536) return number;
  throw notRds();
}

function notRds(): SecretFormatError {
  return new SecretFormatError(
    'The secret is not a JSON object with the credentials of a database.',
    {
      hint: 'Store {"username":"…","password":"…"}, as AWS rotates it, and leave the pointer out of the coordinates.',
    },
  );
}
