/**
 * Reads the text of a parameter, decrypted (AWS API: GetParameter; GetParameters for what is asked for
 * in the same tick).
 */

import { GetParameterCommand, GetParametersCommand } from '#commonjs';
import { quoted, SecretFormatError, warn } from '@password-decrypter/core';
import { arnOf, awsLocation, Batch, translateAwsError } from '@password-decrypter/aws-client';
import type { AwsLocation } from '@password-decrypter/aws-client';
import type { Parameter, SSMClient } from '@aws-sdk/client-ssm';

import type { SsmClients } from './clients.js';
import type { ParameterCoordinates } from './coordinates.js';

const batchLimit = 10;
const batchAction = 'ssm:GetParameters';

interface CallOptions {
  readonly signal: AbortSignal;
}

export class ParameterReader {
  readonly #clients: SsmClients;
  readonly #batches = new WeakMap<SSMClient, Batch<string>>();

  constructor(clients: SsmClients) {
    this.#clients = clients;
  }

  /**
   * @throws AccessDeniedError, SecretNotFoundError, SecretFormatError, BackendUnavailableError or
   *   InvalidValueError, by what AWS says
   */
  async read(coordinates: ParameterCoordinates, options: CallOptions): Promise<string> {
    const { parameterName } = coordinates;
    const location = awsLocation(coordinates, parameterName);
    const client = this.#clients.clientFor(location);
    const batch = this.#batches.get(client) ?? batchOf(client, location);
    this.#batches.set(client, batch);
    return batch.load(parameterName, options);
  }
}

async function readOne(
  client: SSMClient,
  location: AwsLocation,
  parameterName: string,
  { signal }: CallOptions,
): Promise<string> {
  try {
    const { Parameter } = await client.send(
      new GetParameterCommand({ Name: parameterName, WithDecryption: true }),
      { abortSignal: signal },
    );
    return textOf(Parameter, parameterName);
  } catch (error) {
    throw translated(error, parameterName, location);
  }
}

function batchOf(client: SSMClient, location: AwsLocation): Batch<string> {
  return new Batch({
    limit: batchLimit,
    one: (parameterName, options) => readOne(client, location, parameterName, options),
    many: (parameterNames, options) => readMany(client, parameterNames, options),
    translate: (error) =>
      translateAwsError(error, {
        action: batchAction,
        subject: 'The parameters',
        resource: '*',
        location,
      }),
    onDenied: () =>
      warn({
        code: 'BATCH_NOT_ALLOWED',
        message: `The IAM action ${batchAction} is not allowed in ${location.region} for all that was asked for: parameters are asked for one by one.`,
      }),
  });
}

async function readMany(
  client: SSMClient,
  parameterNames: readonly string[],
  { signal }: CallOptions,
): Promise<ReadonlyMap<string, string>> {
  const { Parameters = [] } = await client.send(
    new GetParametersCommand({ Names: [...parameterNames], WithDecryption: true }),
    { abortSignal: signal },
  );
  const found = new Map<string, string>();
  for (const parameterName of parameterNames) {
    const text = Parameters.find((one) => isMeant(one, parameterName))?.Value;
    if (text !== undefined) found.set(parameterName, text);
  }
  return found;
}

/** AWS answers in an order of its own, and with the selector beside the name. */
function isMeant({ Name, ARN, Selector = '' }: Parameter, parameterName: string): boolean {
  return [Name, ARN].some((name) => `${name ?? ''}${Selector}` === parameterName);
}

function textOf(parameter: Parameter | undefined, parameterName: string): string {
  if (parameter?.Value !== undefined) return parameter.Value;
  throw new SecretFormatError(`The parameter ${quoted(parameterName)} has no value.`, {
    hint: 'Give the parameter a value (PutParameter).',
  });
}

function translated(error: unknown, parameterName: string, location: AwsLocation): unknown {
  // In a policy a name stands behind one slash, whether or not it begins with one, without selector.
  const [name = ''] = parameterName.split(':');
  return translateAwsError(error, {
    action: 'ssm:GetParameter',
    subject: `The parameter ${quoted(parameterName)}`,
    resource: parameterName.startsWith('arn:')
      ? quoted(parameterName.split(':').slice(0, 6).join(':'))
      : arnOf('ssm', location.region, `parameter/${name.replace(/^\//, '')}`),
    location,
  });
}
