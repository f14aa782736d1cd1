import { ConfigFileError } from '@password-decrypter/core';

/** What is wrong with a file, told without its content. */
export interface Complaint {
  /** Completes "name of the file, line N: …", in our own words. */
  readonly reason: string;
  readonly hint: string;
  /** Counted from 1, where known. */
  readonly line?: number | undefined;
  readonly property?: string;
}

/** Where properties come from: errors name it. */
export class Origin {
  constructor(private readonly name: string) {}

  error({ reason, hint, line, property }: Complaint): ConfigFileError {
    const place = line === undefined ? this.name : `${this.name}, line ${line}`;
    return new ConfigFileError(`${place}: ${reason}`, { hint, property });
  }
}

/** The line of a position in a text, both counted as editors do. */
export function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}
