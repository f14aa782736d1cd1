import { credentialProviderImds } from '#commonjs';
import { BackendUnavailableError } from '@password-decrypter/core';
import type { AwsCredentialIdentityProvider } from '@smithy/types';

import type { CredentialSource } from '../credentials.js';

/**
 * The role of the EC2 instance, from the instance metadata service, version 2. Nothing says beforehand
 * whether this is such an instance: where nobody answers, the source is not configured.
 */
export function instanceMetadata(): CredentialSource {
  // Kept, because it goes on with the credentials it had while the service does not answer.
  let provider: AwsCredentialIdentityProvider | undefined;
  let answered = false;
  return {
    name: 'EC2 instance metadata',
    async find() {
      if (process.env.AWS_EC2_METADATA_DISABLED?.toLowerCase() === 'true') return undefined;
      const { fromInstanceMetadata } = await credentialProviderImds();
      // Version 1 answers whoever can make the instance send a GET.
      const asked = (provider ??= fromInstanceMetadata({ ec2MetadataV1Disabled: true }));
      return asked().then(
        (found) => {
          answered = true;
          return found;
        },
        (error: unknown) => {
          if (answered || isTrouble(error)) throw unavailable();
          return undefined;
        },
      );
    },
  };
}

/** Somebody answers, and not that there is no role. */
function isTrouble(error: unknown): boolean {
  const status: unknown = error instanceof Error && 'statusCode' in error ? error.statusCode : 404;
  return status !== 404;
}

function unavailable(): BackendUnavailableError {
  return new BackendUnavailableError('The EC2 instance metadata service gives no credentials.', {
    hint: 'Wait: the service limits how often it is asked. The next call asks it again.',
  });
}
