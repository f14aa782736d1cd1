/** For applications: what they may decide instead of us. */
export { AwsCredentials, AwsEndpoint, AwsRequestHandler, AwsSystemProperties } from './tokens.js';
export { documentedCredentials } from './credentials.js';

/** For plugins of AWS services. */
export { provideAwsDefaults } from './credentials.js';
export { AwsClientSettings, ClientsByLocation } from './clients.js';
export type { AwsClientConfiguration, Destroyable } from './clients.js';
export { arnOf, arnRegion, awsLocation } from './location.js';
export type { AwsLocation, LocatingCoordinates } from './location.js';
export { translateAwsError } from './aws-errors.js';
export type { AwsRequest } from './aws-errors.js';
export { Batch } from './batch.js';
export type { BatchCalls } from './batch.js';
export type { BatchOptions } from './batch-request.js';
export { explainAwsSecret } from './explanation.js';
export type { AwsSecretSteps } from './explanation.js';
export { passwordIn } from './password.js';
export type { SecretNames } from './password.js';
