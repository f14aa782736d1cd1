import { quoted, type Properties } from '@password-decrypter/core';

import type { Origin } from './origin.js';

/** Collects properties; a name that is there twice is an error, because one value would be lost. */
export class UniqueProperties {
  readonly #values = new Map<string, string>();

  constructor(private readonly origin: Origin) {}

  add(name: string, value: string, line?: number): void {
    if (this.#values.has(name)) {
      throw this.origin.error({
        line,
        property: name,
        reason: `the property ${quoted(name)} is defined twice.`,
        hint: 'Take one of the two away.',
      });
    }
    this.#values.set(name, value);
  }

  /** A plain object with own members only, whatever the names are. */
  toProperties(): Properties {
    return Object.fromEntries(this.#values);
  }
}
