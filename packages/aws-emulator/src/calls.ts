/**
 * Counts the requests that arrived, by operation: `secretsmanager:GetSecretValue`, `sts:AssumeRole`,
 * `imds:GetToken`, `container:GetCredentials`.
 */
export class Calls {
  readonly #counts = new Map<string, number>();

  record(operation: string): void {
    this.#counts.set(operation, this.count(operation) + 1);
  }

  count(operation: string): number {
    return this.#counts.get(operation) ?? 0;
  }

  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  reset(): void {
    this.#counts.clear();
  }
}
