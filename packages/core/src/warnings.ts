import { channel } from 'node:diagnostics_channel';

/** Something that works today and deserves an operator's attention; never holds a value. */
export interface DecrypterWarning {
  /** Stable across releases: what programs compare. */
  readonly code: string;
  readonly message: string;
}

/** The `node:diagnostics_channel` on which warnings travel. Silent unless somebody subscribes. */
export const warningChannelName = 'password-decrypter:warning';

const warnings = channel(warningChannelName);

/** Publishes a warning. The message consists of our own words and of names. */
export function warn(warning: DecrypterWarning): void {
  warnings.publish(warning);
}
