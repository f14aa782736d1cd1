import {
  inject,
  injectable,
  quoted,
  type ExplainingDecrypter,
  type ExplanationStep,
} from '@password-decrypter/core';
import {
  AwsClientSettings,
  awsLocation,
  explainAwsSecret,
  passwordIn,
} from '@password-decrypter/aws-client';

import { SecretsManagerClients } from './clients.js';
import { parseSecretCoordinates, type SecretCoordinates } from './coordinates.js';
import { SecretReader } from './secret-reader.js';

/** The password is a secret in AWS Secrets Manager, or what a JSON pointer finds in it. */
@injectable()
export class SecretsManagerDecrypter implements ExplainingDecrypter {
  readonly #reader: SecretReader;
  readonly #settings: AwsClientSettings;

  constructor(
    @inject(SecretsManagerClients) clients: SecretsManagerClients,
    @inject(AwsClientSettings) settings: AwsClientSettings,
  ) {
    this.#reader = new SecretReader(clients);
    this.#settings = settings;
  }

  async decrypt(value: string, options: { readonly signal: AbortSignal }): Promise<string> {
    options.signal.throwIfAborted();
    const coordinates = parseSecretCoordinates(value);
    const secret = await this.#reader.read(coordinates, options);
    return passwordOf(secret, coordinates);
  }

  explain(value: string): readonly ExplanationStep[] {
    return explainAwsSecret({
      settings: this.#settings,
      parse: () => parseSecretCoordinates(value),
      locate: (coordinates) => awsLocation(coordinates, coordinates.secretId),
      describe: ({ secretId }) => `secret ${quoted(secretId)}`,
      read: (coordinates, options) => this.#reader.read(coordinates, options),
      pointer: ({ secretPointer }) => secretPointer,
      extract: passwordOf,
    });
  }
}

function passwordOf(secret: string, { secretId, secretPointer }: SecretCoordinates): string {
  const subject = `The secret ${quoted(secretId)}`;
  return passwordIn(secret, secretPointer, { subject, pointerKey: 'secretPointer' });
}
