import { credentialProviderWebIdentity } from '#commonjs';
import type { CredentialSource } from '../credentials.js';
import { bothAreThere } from './both-or-neither.js';

/** A token in a file that STS exchanges for a role's credentials, as in EKS. */
export function webIdentityToken(): CredentialSource {
  return {
    name: 'web identity token (AWS_WEB_IDENTITY_TOKEN_FILE, AWS_ROLE_ARN)',
    async find(properties) {
      const { AWS_WEB_IDENTITY_TOKEN_FILE, AWS_ROLE_ARN } = process.env;
      // The role alone is also set where a token is not meant, for instance by tools that assume roles.
      if (!AWS_WEB_IDENTITY_TOKEN_FILE) return undefined;
      bothAreThere(
        ['AWS_WEB_IDENTITY_TOKEN_FILE', AWS_WEB_IDENTITY_TOKEN_FILE],
        ['AWS_ROLE_ARN', AWS_ROLE_ARN],
      );
      const { fromTokenFile } = await credentialProviderWebIdentity();
      return fromTokenFile()(properties);
    },
  };
}
