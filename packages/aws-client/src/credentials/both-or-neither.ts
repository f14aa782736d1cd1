import { AccessDeniedError } from '@password-decrypter/core';

/**
 * Whether two settings that belong together are there.
 *
 * @throws AccessDeniedError where only one is: somebody meant to configure this source
 */
export function bothAreThere(
  one: readonly [name: string, setting: string | undefined],
  other: readonly [name: string, setting: string | undefined],
): boolean {
  const missing = [one, other].filter(([, setting]) => !setting).map(([name]) => name);
  if (missing.length !== 1) return missing.length === 0;
  const [there] = [one, other].filter(([, setting]) => setting).map(([name]) => name);
  throw new AccessDeniedError(`${there} is set, but ${missing[0]} is not.`, {
    hint: `Set ${missing[0]} as well, or take ${there} away to have the other places asked.`,
  });
}
