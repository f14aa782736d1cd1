import type { PasswordDecrypter } from '@password-decrypter/core';

/**
 * What the author of a decrypter supplies: the decrypter as `create` makes it, and a backend that can
 * be filled, emptied and broken. Each case starts a harness of its own and disposes of it.
 */
export interface Harness extends AsyncDisposable {
  /** The decrypter itself, without the layers that core puts around it. */
  readonly decrypter: PasswordDecrypter;
  /** Puts a secret into the backend and resolves to the value that leads to it. */
  put(secret: string): Promise<string>;
  /** Replaces the secret that a value leads to. */
  update?(value: string, secret: string): Promise<void>;
  /** Takes the secret away that a value leads to. */
  delete?(value: string): Promise<void>;
  /** Lets the backend fail in a way that passes by itself, such as an outage. */
  break?(): Promise<void>;
  /** Ends what `break` began. */
  mend?(): Promise<void>;
  /** Lets the backend never answer. */
  stall?(): Promise<void>;
  /** How many calls have reached the backend. */
  calls?(): number;
}
