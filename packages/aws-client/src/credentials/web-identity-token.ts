import { credentialProviderWebIdentity } from '#commonjs';
import type { CredentialSource } from '../credentials.js';

/** A token in a file that STS exchanges for a role's credentials, as in EKS. */
export function webIdentityToken(): CredentialSource {
  return {
    name: 'web identity token (AWS_WEB_IDENTITY_TOKEN_FILE, AWS_ROLE_ARN)',
    async find(properties) {
      const { AWS_WEB_IDENTITY_TOKEN_FILE, AWS_ROLE_ARN } = process.env;
      if (!AWS_WEB_IDENTITY_TOKEN_FILE || !AWS_ROLE_ARN) return undefined;
      const { fromTokenFile } = await credentialProviderWebIdentity();
      return fromTokenFile()(properties);
    },
  };
}
