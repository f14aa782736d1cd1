/**
 * The contract between an application's configuration and the place where a password lives.
 *
 * Promises of `decrypt`:
 *
 * - The value is exactly what stood in the configuration and may be anything, including a password
 *   that somebody put under the wrong name; so it appears in nothing that is thrown.
 * - It asks the backend every time. It does not cache, limit time, or add retries of its own to
 *   those of the backend's client.
 * - It rejects promptly when the signal aborts; an already aborted signal means no backend call.
 * - It may be called concurrently, and leaves the options that it is given as they are.
 * - It rejects with this project's errors; anything else is reported as a defect of the plugin,
 *   its text withheld.
 */
export interface PasswordDecrypter {
  /**
   * @param value - what stands in the password property: the password, an encoded password, or
   *   coordinates
   * @param options - `signal` ends the call
   * @returns the password
   */
  decrypt(value: string, options: { readonly signal: AbortSignal }): Promise<string>;
}

/** One step on the way from a value to its password, told to an operator. */
export interface ExplanationStep {
  /** What the step establishes: `coordinates`, `credentials`, `secret`, `pointer`. */
  readonly name: string;
  /** Takes the step and says what was found, in our own words: never a value, never a secret. */
  run(options: { readonly signal: AbortSignal }): Promise<string>;
}

/**
 * An ability a decrypter may have besides `decrypt`, found by its presence: to walk an operator
 * through a value. The steps run in order, once each; a step may rest on those before it.
 */
export interface ExplainingDecrypter extends PasswordDecrypter {
  explain(value: string): readonly ExplanationStep[];
}
