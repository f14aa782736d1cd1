/**
 * The SDK client, which is CommonJS, by `require()`: Node.js loads it faster than by `import`. Bundlers,
 * which do not follow `require()`, get `commonjs-for-bundlers.ts` (docs/decisions/2026-11-24-cold-start.md).
 */

import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

export const { GetParameterCommand, GetParametersCommand, SSMClient } =
  require('@aws-sdk/client-ssm') as typeof import('@aws-sdk/client-ssm');
