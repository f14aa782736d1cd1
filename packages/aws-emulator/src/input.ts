import type { AwsFailure } from './aws-failure.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/** What an operation was sent, read member by member; a member of the wrong kind is refused. */
export class Input {
  readonly #members: JsonObject;
  readonly #invalid: (message: string) => AwsFailure;

  /** @param invalid - the service's own error for a member that breaks its constraints */
  constructor(members: JsonObject, invalid: (message: string) => AwsFailure) {
    this.#members = members;
    this.#invalid = invalid;
  }

  text(name: string): string | undefined {
    const member = this.#members[name];
    if (member === undefined || member === null) return undefined;
    if (typeof member === 'string') return member;
    throw this.#invalid(`${name} must be a string.`);
  }

  requiredText(name: string): string {
    const member = this.text(name);
    if (member !== undefined && member !== '') return member;
    throw this.#invalid(
      `1 validation error detected: Value at '${name}' failed to satisfy constraint: Member must not be null`,
    );
  }

  /** Query strings have numbers as text. */
  number(name: string): number | undefined {
    const member = this.#members[name];
    if (member === undefined || member === null) return undefined;
    const number = typeof member === 'string' ? Number(member) : member;
    if (typeof number === 'number' && Number.isFinite(number)) return number;
    throw this.#invalid(`${name} must be a number.`);
  }

  flag(name: string): boolean {
    return this.#members[name] === true;
  }

  has(name: string): boolean {
    return this.#members[name] !== undefined;
  }

  /** A list of strings within the service's limit. */
  texts(name: string, limit: number): readonly string[] | undefined {
    const member = this.#members[name];
    if (member === undefined || member === null) return undefined;
    const list: unknown[] = Array.isArray(member) ? member : [];
    const texts = list.filter((entry) => typeof entry === 'string');
    if (texts.length === list.length && list.length >= 1 && list.length <= limit) return texts;
    throw this.#invalid(
      `1 validation error detected: Value at '${name}' failed to satisfy constraint: Member must have length between 1 and ${limit}`,
    );
  }
}
