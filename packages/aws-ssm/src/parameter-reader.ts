/** Reads the text of a parameter, decrypted (AWS API: GetParameter). */

import { quoted, SecretFormatError } from '@password-decrypter/core';
import { awsLocation, translateAwsError } from '@password-decrypter/aws-client';
import { GetParameterCommand } from '@aws-sdk/client-ssm';

import type { SsmClients } from './clients.js';
import type { ParameterCoordinates } from './coordinates.js';

/**
 * @throws AccessDeniedError, SecretNotFoundError, SecretFormatError, BackendUnavailableError or
 *   InvalidValueError, by what AWS says
 */
export async function readParameter(
  clients: SsmClients,
  coordinates: ParameterCoordinates,
  { signal }: { readonly signal: AbortSignal },
): Promise<string> {
  const { parameterName } = coordinates;
  const location = awsLocation(coordinates, parameterName);
  try {
    const { Parameter } = await clients
      .clientFor(location)
      .send(new GetParameterCommand({ Name: parameterName, WithDecryption: true }), {
        abortSignal: signal,
      });
    if (Parameter?.Value !== undefined) return Parameter.Value;
  } catch (error) {
    throw translateAwsError(error, {
      action: 'ssm:GetParameter',
      subject: `The parameter ${quoted(parameterName)}`,
      resource: resourceOf(parameterName, location.region),
      location,
    });
  }
  throw new SecretFormatError(`The parameter ${quoted(parameterName)} has no value.`, {
    hint: 'Give the parameter a value (PutParameter).',
  });
}

/** In a policy a name stands behind one slash, whether or not it begins with one, and without selector. */
function resourceOf(parameterName: string, region: string): string {
  if (parameterName.startsWith('arn:')) return parameterName.split(':').slice(0, 6).join(':');
  const [name = ''] = parameterName.split(':');
  return `arn:aws:ssm:${region}:*:parameter/${name.replace(/^\//, '')}`;
}
