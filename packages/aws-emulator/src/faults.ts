/**
 * What can go wrong on the way, on demand:
 *
 * - `throttle`: ThrottlingException
 * - `error`: the service's internal error, with status 500
 * - `slow`: the right answer, after `delayMs`
 * - `reset`: the connection is reset before an answer
 * - `cut`: the connection ends in the middle of the answer
 * - `empty`: status 200 with an answer that has no members
 * - `garbage`: status 200 with a body that is no answer
 */
export type FaultKind = 'throttle' | 'error' | 'slow' | 'reset' | 'cut' | 'empty' | 'garbage';

const kinds: ReadonlySet<FaultKind> = new Set([
  'throttle',
  'error',
  'slow',
  'reset',
  'cut',
  'empty',
  'garbage',
]);

export interface FaultOptions {
  /** How many calls it meets; 1 by default, `Infinity` for every call until cleared. */
  readonly times?: number;
  /** How late a slow answer comes, in milliseconds; 1,000 by default. */
  readonly delayMs?: number;
}

export interface Fault {
  readonly kind: FaultKind;
  readonly delayMs: number;
}

/** The faults that are due, by operation, in the order in which they were asked for. */
export class Faults {
  readonly #due = new Map<string, (Fault & { left: number })[]>();

  /** Lets the next calls of an operation, such as `secretsmanager:GetSecretValue`, go wrong. */
  next(operation: string, kind: FaultKind, { times = 1, delayMs = 1000 }: FaultOptions = {}): void {
    if (!kinds.has(kind)) throw new RangeError(`There is no fault of the kind "${kind}".`);
    const due = this.#due.get(operation) ?? [];
    this.#due.set(operation, [...due, { kind, delayMs, left: times }]);
  }

  clear(): void {
    this.#due.clear();
  }

  /** The fault that meets this call of the operation. */
  take(operation: string): Fault | undefined {
    const fault = this.#due.get(operation)?.find(({ left }) => left > 0);
    if (fault !== undefined) fault.left -= 1;
    return fault;
  }
}
