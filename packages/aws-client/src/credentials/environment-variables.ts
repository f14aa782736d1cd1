import { credentialProviderEnv } from '#commonjs';
import type { CredentialSource } from '../credentials.js';

/** `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`. */
export function environmentVariables(): CredentialSource {
  return {
    name: 'environment variables (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY)',
    async find(properties) {
      const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = process.env;
      if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return undefined;
      const { fromEnv } = await credentialProviderEnv();
      return fromEnv()(properties);
    },
  };
}
