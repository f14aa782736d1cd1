/**
 * What an application may decide by registering it in its container: the credentials, the endpoint,
 * the request handler; and the system properties, where there is something like a command line.
 */

import type { InjectionToken } from '@password-decrypter/core';
import type { STSClientConfig } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentityProvider } from '@smithy/types';

/** Gives the AWS credentials of every AWS decrypter. By default the documented order of sources. */
export type AwsCredentials = AwsCredentialIdentityProvider;
export const AwsCredentials: InjectionToken<AwsCredentials> = Symbol.for(
  '@password-decrypter/aws-client:AwsCredentials',
);

/** A URL that stands in for the endpoints of every AWS service. By default the SDK's own. */
export type AwsEndpoint = string;
export const AwsEndpoint: InjectionToken<AwsEndpoint> = Symbol.for(
  '@password-decrypter/aws-client:AwsEndpoint',
);

/**
 * An SDK request handler, or its options: for proxies, certificates, time limits of connections. A
 * handler that the application made is the application's to destroy.
 */
export type AwsRequestHandler = NonNullable<STSClientConfig['requestHandler']>;
export const AwsRequestHandler: InjectionToken<AwsRequestHandler> = Symbol.for(
  '@password-decrypter/aws-client:AwsRequestHandler',
);

/**
 * What Java calls system properties: `aws.accessKeyId`, `aws.secretAccessKey`, `aws.sessionToken`. The
 * command line fills them from `-Dkey=value`. None by default.
 */
export type AwsSystemProperties = Readonly<Record<string, string>>;
export const AwsSystemProperties: InjectionToken<AwsSystemProperties> = Symbol.for(
  '@password-decrypter/aws-client:AwsSystemProperties',
);
