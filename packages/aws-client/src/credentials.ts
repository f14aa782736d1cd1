/**
 * AWS credentials in the order that Atlassian documents for its products (Confluence: "Configuring
 * Confluence to use AWS Secrets Manager"): environment variables, system properties, web identity
 * token, shared credentials and config files, container, EC2 instance metadata. The first source that
 * is configured answers; one that is configured and broken is an error, not a reason to go on to
 * another identity.
 */

import { smithyCore } from '#commonjs';
import {
  AccessDeniedError,
  BackendUnavailableError,
  isDecrypterError,
  provideDefault,
  type DependencyContainer,
} from '@password-decrypter/core';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';

import { errorName, isTransient } from './aws-errors.js';
import { containerCredentials } from './credentials/container.js';
import { environmentVariables } from './credentials/environment-variables.js';
import { instanceMetadata } from './credentials/instance-metadata.js';
import { sharedFiles } from './credentials/shared-files.js';
import { systemProperties } from './credentials/system-properties.js';
import { webIdentityToken } from './credentials/web-identity-token.js';
import { AwsCredentials, AwsSystemProperties } from './tokens.js';

/** A place where credentials may be. */
export interface CredentialSource {
  /** As it stands in messages. */
  readonly name: string;
  /** Gives its credentials, or nothing where it is not configured. */
  readonly find: (
    properties: Parameters<AwsCredentialIdentityProvider>[0],
  ) => Promise<AwsCredentialIdentity | undefined>;
}

/** Credentials that remember where they were found. */
interface SourcedCredentials extends AwsCredentialIdentity {
  readonly source: string;
}

/** The six sources, in order. */
function credentialSources(properties: AwsSystemProperties): readonly CredentialSource[] {
  return [
    environmentVariables(),
    systemProperties(properties),
    webIdentityToken(),
    sharedFiles(),
    containerCredentials(),
    instanceMetadata(),
  ];
}

/**
 * A provider that asks the sources in order, once for all clients, and again when the credentials
 * are about to end.
 *
 * @throws AccessDeniedError where no source has credentials, or the first that is configured is broken
 * @throws BackendUnavailableError where a source could not be reached
 */
export function documentedCredentials(
  systemProperties: AwsSystemProperties = {},
): AwsCredentialIdentityProvider {
  const sources = credentialSources(systemProperties);
  const ask: AwsCredentialIdentityProvider = (asker) => firstOf(sources, asker);
  let shared: AwsCredentialIdentityProvider | undefined;
  return async (properties) => {
    // Loaded when first needed, as everything of the SDK is.
    const { doesIdentityRequireRefresh, isIdentityExpired, memoizeIdentityProvider } =
      await smithyCore();
    // Its type allows for a provider that is undefined; ours never is.
    shared ??= memoizeIdentityProvider(ask, isIdentityExpired, doesIdentityRequireRefresh) ?? ask;
    return shared(properties);
  };
}

/** Registers what the AWS decrypters inject, wherever the application has not. */
export function provideAwsDefaults(container: DependencyContainer): void {
  provideDefault(container, AwsSystemProperties, { useValue: {} });
  let shared: AwsCredentials | undefined;
  provideDefault(container, AwsCredentials, {
    useFactory: (scope) => (shared ??= documentedCredentials(scope.resolve(AwsSystemProperties))),
  });
}

async function firstOf(
  sources: readonly CredentialSource[],
  properties: Parameters<AwsCredentialIdentityProvider>[0],
): Promise<SourcedCredentials> {
  for (const { name, find } of sources) {
    const found = await find(properties).catch((error: unknown) => {
      throw brokenSource(name, error);
    });
    if (found !== undefined) return { ...found, source: name };
  }
  throw new AccessDeniedError('There are no AWS credentials.', {
    hint: `Give them in one of these places, which are asked in this order: ${sources.map(({ name }) => name).join('; ')}.`,
  });
}

function brokenSource(name: string, error: unknown) {
  if (isDecrypterError(error)) return error;
  const reason = errorName(error);
  const message = `The AWS credentials could not be taken from: ${name}${reason === undefined ? '' : ` (${reason})`}.`;
  if (isTransient(error)) {
    return new BackendUnavailableError(message, {
      hint: 'Check that this place can be reached; the next call asks it again.',
    });
  }
  return new AccessDeniedError(message, {
    hint: 'It is configured, so no other place is asked. Mend its configuration, or take it away.',
  });
}
