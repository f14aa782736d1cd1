/**
 * A login with a password that may have rotated: refused, the password is refreshed, and where there is
 * another one, the login is tried again. Otherwise the server's own error stands.
 */

import type { LivePassword } from '@password-decrypter/core';

/**
 * A password that rotates again while we log in is no reason to give up. The limit is for a secret that
 * is another one every time.
 */
const mostAttempts = 50;

/** What is particular to a driver. */
export interface Login<Connection> {
  /** Tells the driver what to connect with. */
  readonly prepare: (secret: string) => void;
  readonly attempt: () => Promise<Connection>;
  /** Whether a connection is open and free: then nobody logs in, and no password is asked for. */
  readonly isFree: () => boolean;
  /** Whether the server has refused the login itself. */
  readonly isRefused: (error: unknown) => boolean;
  /** The secret of the connection that failed, where it may be another than the one prepared. */
  readonly secretOf?: (error: unknown) => string | undefined;
}

export class Rotation {
  readonly #password: LivePassword;
  #prepared: string | undefined;

  /** What connections are made with now. */
  get prepared(): string | undefined {
    return this.#prepared;
  }

  constructor(password: LivePassword) {
    this.#password = password;
  }

  async login<Connection>(login: Login<Connection>): Promise<Connection> {
    for (let attempt = 1; ; attempt += 1) {
      const free = attempt === 1 && login.isFree();
      const secret = (free ? this.#prepared : undefined) ?? (await this.#prepare(login));
      try {
        return await login.attempt();
      } catch (error) {
        if (attempt === mostAttempts || !login.isRefused(error)) throw error;
        const refused = login.secretOf?.(error) ?? secret;
        if (!(await this.#hasRotated(refused))) throw error;
      }
    }
  }

  async #prepare({ prepare }: Login<unknown>): Promise<string> {
    const secret = await this.#secret();
    this.#prepared = secret;
    prepare(secret);
    return secret;
  }

  /** A pool may have connections that are open: without a password they still serve. */
  async #secret(): Promise<string> {
    try {
      return await this.#password.get();
    } catch (error) {
      if (this.#prepared === undefined) throw error;
      return this.#prepared;
    }
  }

  /** Where nobody can say, the refusal of the server says more than ours. */
  async #hasRotated(refused: string): Promise<boolean> {
    return this.#password.refresh({ refused }).catch(() => false);
  }
}
