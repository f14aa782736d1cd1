import { parse } from 'dotenv';
import type { Properties } from '@password-decrypter/core';

import { environmentProperties } from './environment.js';

/** A `.env` file, in the dialect of the package `dotenv`: of a name that is there twice, the last. */
export function parseEnv(text: string): Properties {
  return environmentProperties(parse(text));
}
