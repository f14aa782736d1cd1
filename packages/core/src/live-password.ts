/**
 * One password over time. Whoever holds it asks for the password when it is needed, and says so when a
 * login was refused; whether it rotated, and where it comes from, is somebody else's matter.
 */

import type { Cached } from './layers/cached.js';
import { untilAborted } from './until-aborted.js';
import { warn } from './warnings.js';

/** What stands behind a live password. */
export interface PasswordSource {
  /** Gives the decrypter with its cache. */
  readonly connect: () => Promise<Cached>;
  /** Surrounds every call: refused after disposal, which waits for it; errors name the property. */
  readonly call: <T>(work: () => Promise<T>) => Promise<T>;
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
  #unlisten: (() => void) | undefined;
  #last: string | undefined;

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
    const source = this.#source;
    return source?.call(() => this.#get(source, options)) ?? this.#constant(options);
  }

  /**
   * Asks the backend now, for instance because a login was refused; callers at the same time share one
   * call.
   *
   * @returns whether there is another password now
   */
  async refresh(options: RefreshOptions = {}): Promise<boolean> {
    options.signal?.throwIfAborted();
    const source = this.#source;
    return source?.call(() => this.#refresh(source, options)) ?? false;
  }

  /**
   * Calls the listener with each password that takes another's place.
   *
   * @returns ends it
   */
  onRotation(listener: (password: string) => unknown): () => void {
    this.#listeners.add(listener);
    this.#listen();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stopListening();
    };
  }

  /** Ends the listening; the password itself can still be asked for. */
  [Symbol.dispose](): void {
    this.#listeners.clear();
    this.#stopListening();
  }

  async #constant({ signal }: GetOptions): Promise<string> {
    signal?.throwIfAborted();
    return this.#value;
  }

  async #get(source: PasswordSource, { signal }: GetOptions): Promise<string> {
    signal?.throwIfAborted();
    const cached = await this.#connection(source, signal);
    return cached.decrypt(this.#value, { signal, property: this.property });
  }

  async #refresh(source: PasswordSource, { signal, refused }: RefreshOptions): Promise<boolean> {
    const cached = await this.#connection(source, signal);
    return cached.refresh(this.#value, { signal, property: this.property }, refused);
  }

  async #connection(source: PasswordSource, signal: AbortSignal | undefined): Promise<Cached> {
    if (this.#connected !== undefined) return this.#connected;
    this.#connecting ??= this.#connect(source).finally(() => {
      this.#connecting = undefined;
    });
    return untilAborted(this.#connecting, signal);
  }

  async #connect({ connect }: PasswordSource): Promise<Cached> {
    this.#connected = await connect();
    this.#listen();
    return this.#connected;
  }

  /** Only while somebody wants to know: a handle that was dropped is kept by nobody. */
  #listen(): void {
    if (this.#listeners.size === 0 || this.#unlisten !== undefined) return;
    this.#last = this.#connected?.known(this.#value) ?? this.#last;
    this.#unlisten = this.#connected?.onFetched(this.#value, (password) => this.#fetched(password));
  }

  #stopListening(): void {
    this.#unlisten?.();
    this.#unlisten = undefined;
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
