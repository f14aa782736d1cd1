/**
 * One password over time. Whoever holds it asks for the password when it is needed, and says so when a
 * login was refused; whether it rotated, and where it comes from, is somebody else's matter.
 */

import type { Cached } from './layers/cached.js';
import { warn } from './warnings.js';

/** What stands behind a live password. */
export interface PasswordSource {
  /** Gives the decrypter with its cache. */
  readonly connect: () => Promise<Cached>;
  /** Surrounds every call: errors name the property, disposal waits. */
  readonly call: <T>(work: Promise<T>) => Promise<T>;
}

/** What {@link LivePassword.get} takes. */
export interface GetOptions {
  /** Ends the call, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What {@link LivePassword.refresh} takes. */
export interface RefreshOptions extends GetOptions {
  /** The password with which the login was refused: where another one is known already, nobody is asked. */
  readonly refused?: string;
}

/** A handle on one password; `decrypters.password(properties)` makes it. */
export class LivePassword implements Disposable {
  /** The property whose password this is. */
  readonly property: string;
  readonly #value: string;
  readonly #source: PasswordSource | undefined;
  readonly #listeners = new Set<(password: string) => unknown>();
  #connecting: Promise<Cached> | undefined;
  #connected: Cached | undefined;
  #disconnect: (() => void) | undefined;
  #last: string | undefined;
  #disposed = false;

  /**
   * @param source - none where the value is the password
   * @internal
   */
  constructor(property: string, value: string, source: PasswordSource | undefined) {
    this.property = property;
    this.#value = value;
    this.#source = value === '' ? undefined : source;
  }

  /**
   * The password as it is now: from the cache where it is fresh enough, else from the backend.
   *
   * @throws what `decrypters.decrypt` throws, where there is neither
   */
  get(options: GetOptions = {}): Promise<string> {
    if (options.signal?.aborted !== true) {
      const fresh = this.#connected?.fresh(this.#value);
      if (fresh !== undefined) return fresh;
    }
    return this.#source?.call(this.#get(options, this.#source)) ?? this.#constant(options);
  }

  /**
   * Asks the backend now, for instance because a login was refused; callers at the same time share one
   * call.
   *
   * @returns whether there is another password now
   */
  async refresh(options: RefreshOptions = {}): Promise<boolean> {
    options.signal?.throwIfAborted();
    return this.#source?.call(this.#refresh(options, this.#source)) ?? false;
  }

  /**
   * Calls the listener with each password that takes another's place.
   *
   * @returns ends it
   */
  onRotation(listener: (password: string) => unknown): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Ends the listening; the password itself can still be asked for. */
  [Symbol.dispose](): void {
    this.#disposed = true;
    this.#listeners.clear();
    this.#disconnect?.();
  }

  async #constant({ signal }: GetOptions): Promise<string> {
    signal?.throwIfAborted();
    return this.#value;
  }

  async #get({ signal }: GetOptions, source: PasswordSource): Promise<string> {
    signal?.throwIfAborted();
    const cached = await this.#connection(source);
    return cached.decrypt(this.#value, { signal, property: this.property });
  }

  async #refresh({ signal, refused }: RefreshOptions, source: PasswordSource): Promise<boolean> {
    const cached = await this.#connection(source);
    return cached.refresh(this.#value, { signal, property: this.property }, refused);
  }

  async #connection({ connect }: PasswordSource): Promise<Cached> {
    if (this.#connected !== undefined) return this.#connected;
    this.#connecting ??= this.#listen(connect()).finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }

  async #listen(connection: Promise<Cached>): Promise<Cached> {
    const cached = await connection;
    this.#connected = cached;
    this.#last = cached.known(this.#value);
    this.#disconnect = cached.onFetched(this.#value, (password) => this.#fetched(password));
    if (this.#disposed) this.#disconnect();
    return cached;
  }

  #fetched(password: string): void {
    const before = this.#last;
    this.#last = password;
    if (before === undefined || before === password) return;
    for (const listener of this.#listeners) void this.#tell(listener, password);
  }

  /** A listener that throws or rejects must neither end the process nor keep the password from the others. */
  async #tell(listener: (password: string) => unknown, password: string): Promise<void> {
    try {
      await listener(password);
    } catch {
      warn({
        code: 'ROTATION_LISTENER_FAILED',
        message: `A listener to the rotation of ${this.property} threw an error; its text is withheld.`,
      });
    }
  }
}
