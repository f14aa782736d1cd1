/**
 * The packages of aws-client that are CommonJS, each when it is first needed, by `require()`: Node.js
 * loads them faster than by `import`. Bundlers, which do not follow `require()`, get
 * `commonjs-for-bundlers.ts` (docs/decisions/2026-11-24-cold-start.md).
 */

import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

export const dataloader = () => require('dataloader') as typeof import('dataloader');

export const smithyCore = async () => require('@smithy/core') as typeof import('@smithy/core');

export const smithyConfig = async () =>
  require('@smithy/core/config') as typeof import('@smithy/core/config');

export const credentialProviderEnv = async () =>
  require('@aws-sdk/credential-provider-env') as typeof import('@aws-sdk/credential-provider-env');

export const credentialProviderHttp = async () =>
  require('@aws-sdk/credential-provider-http') as typeof import('@aws-sdk/credential-provider-http');

export const credentialProviderIni = async () =>
  require('@aws-sdk/credential-provider-ini') as typeof import('@aws-sdk/credential-provider-ini');

export const credentialProviderWebIdentity = async () =>
  require('@aws-sdk/credential-provider-web-identity') as typeof import('@aws-sdk/credential-provider-web-identity');

export const credentialProviderImds = async () =>
  require('@smithy/credential-provider-imds') as typeof import('@smithy/credential-provider-imds');

export const clientSts = async () =>
  require('@aws-sdk/client-sts') as typeof import('@aws-sdk/client-sts');
