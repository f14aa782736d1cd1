/** What the layers tell each other about a call, beside what a decrypter is told. */

/** Why the backend is called. */
export type CallReason = 'uncached' | 'miss' | 'renewal' | 'refresh';

export interface LayerOptions {
  /** Ends the call; nobody wants to where there is none. */
  readonly signal?: AbortSignal | undefined;
  /** The property whose password is wanted, where known; of the first of several callers. */
  readonly property?: string | undefined;
  /** `uncached` where nothing is said. */
  readonly reason?: CallReason | undefined;
}

/** A decrypter with layers around it. */
export interface LayeredDecrypter {
  decrypt(value: string, options: LayerOptions): Promise<string>;
}
