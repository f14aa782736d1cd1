import { credentialProviderHttp } from '#commonjs';
import { BackendUnavailableError } from '@password-decrypter/core';

import type { CredentialSource } from '../credentials.js';

/** The endpoint that ECS gives its tasks and EKS its pods. */
export function containerCredentials(): CredentialSource {
  return {
    name: 'container credentials (AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, AWS_CONTAINER_CREDENTIALS_FULL_URI)',
    async find() {
      const { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, AWS_CONTAINER_CREDENTIALS_FULL_URI } =
        process.env;
      if (!AWS_CONTAINER_CREDENTIALS_RELATIVE_URI && !AWS_CONTAINER_CREDENTIALS_FULL_URI) {
        return undefined;
      }
      const { fromHttp } = await credentialProviderHttp();
      // Whatever is wrong there, the SDK tells it by one name.
      return fromHttp()().catch(() => {
        throw new BackendUnavailableError('The container endpoint gives no credentials.', {
          hint: 'Wait; if it lasts, check AWS_CONTAINER_CREDENTIALS_FULL_URI and AWS_CONTAINER_AUTHORIZATION_TOKEN.',
        });
      });
    },
  };
}
