import { credentialProviderIni, smithyConfig } from '#commonjs';
import { AccessDeniedError, quoted } from '@password-decrypter/core';

import type { CredentialSource } from '../credentials.js';
import { bothAreThere } from './both-or-neither.js';

/** The settings by which a profile says where credentials come from. */
const credentialSetting =
  /^(?:aws_access_key_id|aws_secret_access_key|role_arn|credential_process|web_identity_token_file|login_session|sso_\w+)$/;

/** The profile in `~/.aws/credentials` and `~/.aws/config`: keys, SSO, a process, an assumed role. */
export function sharedFiles(): CredentialSource {
  return {
    name: 'shared credentials and config files (AWS_PROFILE)',
    async find(properties) {
      const { getProfileName, parseKnownFiles } = await smithyConfig();
      const options = { ignoreCache: true };
      const profileName = getProfileName({});
      const profile = (await parseKnownFiles(options))[profileName];
      if (profile === undefined && process.env.AWS_PROFILE) throw noProfile(profileName);
      if (!Object.keys(profile ?? {}).some((name) => credentialSetting.test(name)))
        return undefined;
      const { aws_access_key_id: id, aws_secret_access_key: secret } = profile ?? {};
      bothAreThere(
        [`aws_access_key_id of the profile ${quoted(profileName)}`, id],
        [`aws_secret_access_key of the profile ${quoted(profileName)}`, secret],
      );
      const { fromIni } = await credentialProviderIni();
      return fromIni(options)(properties);
    },
  };
}

function noProfile(name: string): AccessDeniedError {
  return new AccessDeniedError(
    `AWS_PROFILE names the profile ${quoted(name)}, which is in neither the shared credentials file nor the config file.`,
    { hint: 'Add the profile to ~/.aws/config, or take AWS_PROFILE away.' },
  );
}
