/** What `commonjs.ts` exports, as bundlers understand it. */

import dataloaderPackage from 'dataloader';

export const dataloader = () => dataloaderPackage;

export const smithyCore = (): Promise<typeof import('@smithy/core')> => import('@smithy/core');

export const smithyConfig = (): Promise<typeof import('@smithy/core/config')> =>
  import('@smithy/core/config');

export const credentialProviderEnv = (): Promise<
  typeof import('@aws-sdk/credential-provider-env')
> => import('@aws-sdk/credential-provider-env');

export const credentialProviderHttp = (): Promise<
  typeof import('@aws-sdk/credential-provider-http')
> => import('@aws-sdk/credential-provider-http');

export const credentialProviderIni = (): Promise<
  typeof import('@aws-sdk/credential-provider-ini')
> => import('@aws-sdk/credential-provider-ini');

export const credentialProviderWebIdentity = (): Promise<
  typeof import('@aws-sdk/credential-provider-web-identity')
> => import('@aws-sdk/credential-provider-web-identity');

export const credentialProviderImds = (): Promise<
  typeof import('@smithy/credential-provider-imds')
> => import('@smithy/credential-provider-imds');

export const clientSts = (): Promise<typeof import('@aws-sdk/client-sts')> =>
  import('@aws-sdk/client-sts');
