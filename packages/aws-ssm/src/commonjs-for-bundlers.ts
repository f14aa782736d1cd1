/** What `commonjs.ts` exports, as bundlers understand it. */

export { GetParameterCommand, GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
