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

import { SsmClients } from './clients.js';
import { parseParameterCoordinates, type ParameterCoordinates } from './coordinates.js';
import { ParameterReader } from './parameter-reader.js';

/** The password is a parameter in AWS SSM Parameter Store, or what a JSON pointer finds in it. */
@injectable()
export class SsmDecrypter implements ExplainingDecrypter {
  readonly #reader: ParameterReader;
  readonly #settings: AwsClientSettings;

  constructor(
    @inject(SsmClients) clients: SsmClients,
    @inject(AwsClientSettings) settings: AwsClientSettings,
  ) {
    this.#reader = new ParameterReader(clients);
    this.#settings = settings;
  }

  async decrypt(value: string, options: { readonly signal: AbortSignal }): Promise<string> {
    options.signal.throwIfAborted();
    const coordinates = parseParameterCoordinates(value);
    const parameter = await this.#reader.read(coordinates, options);
    return passwordOf(parameter, coordinates);
  }

  explain(value: string): readonly ExplanationStep[] {
    return explainAwsSecret({
      settings: this.#settings,
      parse: () => parseParameterCoordinates(value),
      locate: (coordinates) => awsLocation(coordinates, coordinates.parameterName),
      describe: ({ parameterName }) => `parameter ${quoted(parameterName)}`,
      read: (coordinates, options) => this.#reader.read(coordinates, options),
      pointer: ({ parameterPointer }) => parameterPointer,
      extract: passwordOf,
    });
  }
}

function passwordOf(parameter: string, coordinates: ParameterCoordinates): string {
  const subject = `The parameter ${quoted(coordinates.parameterName)}`;
  const { parameterPointer } = coordinates;
  return passwordIn(parameter, parameterPointer, { subject, pointerKey: 'parameterPointer' });
}
