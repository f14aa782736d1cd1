/** Errors that name the property whose value could not be decrypted. */

import { isDecrypterError, UnresolvedPropertiesError, type AnyDecrypterError } from './errors.js';

/** A copy that names the property: coalesced callers share one rejection, so it is not written to. */
export function aboutProperty(error: AnyDecrypterError, property: string): AnyDecrypterError {
  if (error.property !== undefined) return error;
  const { hint, classname } = error;
  return Reflect.construct(error.constructor, [
    `${property}: ${error.message}`,
    { hint, classname, property },
  ]) as AnyDecrypterError;
}

/** One failure as it is, several in one error. */
export function throwFailures(failures: readonly unknown[]): void {
  if (failures.length === 0) return;
  const ours = failures.filter(isDecrypterError);
  if (failures.length === 1 || ours.length < failures.length) throw failures[0];
  throw new UnresolvedPropertiesError(ours);
}
