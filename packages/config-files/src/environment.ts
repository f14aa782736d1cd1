/**
 * The process environment. Environment variables cannot have dots in their names
 * everywhere, so names are relaxed: `JDBC_PASSWORD_DECRYPTER_CLASSNAME` stands for
 * `jdbc.password.decrypter.classname`.
 */

import type { Properties } from '@password-decrypter/core';

/**
 * Properties from environment variables. A name that has a dot is taken as it is, and goes before a
 * relaxed one.
 *
 * @param env - the process environment by default
 */
export function environmentProperties(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Properties {
  const given = Object.entries(env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const exact = given.filter(([name]) => name.includes('.'));
  const relaxed = given
    .filter(([name]) => !name.includes('.'))
    .map(([name, value]) => [name.toLowerCase().replaceAll('_', '.'), value] as const);
  return Object.fromEntries([...relaxed, ...exact]);
}
