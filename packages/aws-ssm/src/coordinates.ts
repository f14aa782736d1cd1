/** Where a parameter lives. */

import { parseCoordinates, type Coordinates } from '@password-decrypter/core';

const keys = {
  region: 'usual',
  parameterName: 'required',
  parameterPointer: 'may-be-empty',
  endpointOverride: 'optional',
} as const;

/**
 * - `region`: needed unless `parameterName` is an ARN
 * - `parameterName`: the parameter's name or ARN, with `:version` or `:label` where a certain one is meant
 * - `parameterPointer`: a JSON pointer into the parameter; without one all of it is the password
 * - `endpointOverride`: a URL that stands in for the service's endpoint
 */
export type ParameterCoordinates = Coordinates<typeof keys>;

/** @throws InvalidValueError naming the key that is wrong */
export function parseParameterCoordinates(value: string): ParameterCoordinates {
  return parseCoordinates(value, keys);
}
