import { credentialProviderEnv } from '#commonjs';
import type { CredentialSource } from '../credentials.js';
import { bothAreThere } from './both-or-neither.js';

/** `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`. */
export function environmentVariables(): CredentialSource {
  return {
    name: 'environment variables (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY)',
    async find(properties) {
      const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = process.env;
      const there = bothAreThere(
        ['AWS_ACCESS_KEY_ID', AWS_ACCESS_KEY_ID],
        ['AWS_SECRET_ACCESS_KEY', AWS_SECRET_ACCESS_KEY],
      );
      if (!there) return undefined;
      const { fromEnv } = await credentialProviderEnv();
      return fromEnv()(properties);
    },
  };
}
