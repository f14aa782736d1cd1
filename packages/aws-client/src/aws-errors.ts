/**
 * From what the SDK throws to this project's errors. The SDK's own text never leaves: what is told is
 * the kind of failure, the action and the secret, in our words.
 */

import {
  AccessDeniedError,
  BackendUnavailableError,
  InvalidValueError,
  isDecrypterError,
  SecretNotFoundError,
  type DecrypterError,
} from '@password-decrypter/core';

import type { AwsLocation } from './location.js';

/** What was asked for when the SDK threw. */
export interface AwsRequest {
  /** The IAM action, such as `secretsmanager:GetSecretValue`. */
  readonly action: string;
  /** As it begins a sentence: `The secret "mySecretId"`. */
  readonly subject: string;
  /** As an IAM policy names it, as far as we know: `arn:aws:ssm:eu-west-1:*:parameter/db`. */
  readonly resource: string;
  readonly location: AwsLocation;
}

/** What can be wrong, as far as somebody would react differently. */
type Failure =
  | 'denied'
  | 'key-denied'
  | 'expired'
  | 'not-accepted'
  | 'no-credentials'
  | 'clock'
  | 'not-found'
  | 'no-version'
  | 'deleted'
  | 'invalid'
  | 'no-endpoint'
  | 'throttled'
  | 'failing'
  | 'unknown-host'
  | 'unreachable'
  | 'certificate'
  | 'no-answer';

/** By the error's name (AWS: "Common errors", and the errors of each operation). */
const failuresByName: ReadonlyMap<string, Failure> = new Map([
  ...entries('denied', ['AccessDeniedException', 'AccessDenied', 'UnauthorizedException']),
  ...entries('key-denied', ['DecryptionFailure', 'InvalidKeyId', 'KMSAccessDeniedException']),
  ...entries('expired', ['ExpiredTokenException', 'ExpiredToken']),
  ...entries('not-accepted', [
    'UnrecognizedClientException',
    'InvalidClientTokenId',
    'InvalidSignatureException',
    'SignatureDoesNotMatch',
    'IncompleteSignature',
    'IncompleteSignatureException',
    'MissingAuthenticationToken',
    'MissingAuthenticationTokenException',
    'OptInRequired',
  ]),
  ...entries('no-credentials', ['CredentialsProviderError']),
  ...entries('clock', ['RequestTimeTooSkewed', 'RequestExpired', 'RequestInTheFuture']),
  ...entries('not-found', ['ResourceNotFoundException', 'ParameterNotFound']),
  ...entries('no-version', ['ParameterVersionNotFound']),
  ...entries('invalid', [
    'InvalidRequestException',
    'InvalidParameterException',
    'ValidationException',
    'ValidationError',
  ]),
  ...entries('throttled', [
    'Throttling',
    'ThrottlingException',
    'ThrottledException',
    'TooManyRequestsException',
    'RequestLimitExceeded',
    'RequestThrottled',
    'RequestThrottledException',
    'LimitExceededException',
    'SlowDown',
    'EC2ThrottledException',
    'BandwidthLimitExceeded',
    'PriorRequestNotComplete',
    'ProvisionedThroughputExceededException',
    'TransactionInProgressException',
  ]),
  ...entries('failing', [
    'InternalServiceError',
    'InternalServerError',
    'InternalFailure',
    'ServiceUnavailable',
    'ServiceUnavailableException',
    'IDPCommunicationErrorException',
    'IDPCommunicationError',
  ]),
  ...entries('unreachable', ['TimeoutError', 'RequestTimeout', 'RequestTimeoutException']),
  ...entries('no-answer', ['SyntaxError']),
]);

/** By the code of a Node.js system or TLS error. */
const failuresByCode: readonly (readonly [RegExp, Failure])[] = [
  [/^(?:ENOTFOUND|EAI_\w+)$/, 'unknown-host'],
  [/^(?:ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/, 'unreachable'],
  [
    /^(?:CERT_\w+|ERR_TLS_\w+|ERR_SSL_\w+|UNABLE_TO_\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|EPROTO)$/,
    'certificate',
  ],
  [/^HPE_\w+$/, 'no-answer'],
  [/^(?:ERR_INVALID_URL|ERR_INVALID_PROTOCOL)$/, 'no-endpoint'],
];

/**
 * The error of this project that stands for what the SDK threw.
 *
 * @returns the error as it was where it says nothing about AWS: the caller throws it on
 */
export function translateAwsError(error: unknown, request: AwsRequest): unknown {
  if (isDecrypterError(error)) return error;
  const failure = failureOf(error);
  return failure === undefined ? error : described[failure](request);
}

/** Whether AWS says that these credentials lack a right, and not for instance that they have expired. */
export function isDenied(error: unknown): boolean {
  return failuresByName.get(factsOf(error).name) === 'denied' && failureOf(error) === 'denied';
}

const ofTheCaller: ReadonlySet<Failure | undefined> = new Set<Failure>([
  'expired',
  'not-accepted',
  'no-credentials',
  'clock',
]);

/** Whether every other call would fail alike, whatever it asks for. */
export function concernsCaller(error: unknown): boolean {
  return isDecrypterError(error) || ofTheCaller.has(failureOf(error));
}

/** Whether the same call may succeed later without anybody acting. */
export function isTransient(error: unknown): boolean {
  if (isDecrypterError(error)) return error.retryable;
  const failure = failureOf(error);
  return failure !== undefined && described[failure](nothingAsked).retryable;
}

/** The name or the code of a foreign error, where it looks like one: its text may hold anything. */
export function errorName(error: unknown): string | undefined {
  const { name, code } = factsOf(error);
  return [code, name].find((text) => /^[A-Za-z][A-Za-z_]{2,63}$/.test(text) && text !== 'Error');
}

function failureOf(error: unknown): Failure | undefined {
  const { name, code, message: whole, status } = factsOf(error);
  // What follows is a name that somebody chose.
  const message = whole.replace(/ on resource: .*? because /s, ' because ');
  const byName = failuresByName.get(name);
  if (byName === 'denied' && /kms:|Access to KMS|customer master key/.test(message)) {
    return 'key-denied';
  }
  if (byName === 'not-accepted' && /expired|not yet current/i.test(message)) return 'clock';
  if (byName === 'not-found' && /staging label|VersionId/.test(message)) return 'no-version';
  if (byName === 'invalid' && /marked for deletion|scheduled for deletion/.test(message)) {
    return 'deleted';
  }
  const byCode = failuresByCode.find(([pattern]) => pattern.test(code))?.[1];
  return byName ?? byCode ?? byRetryable(error) ?? byStatus(status);
}

/** The SDK knows of each error of a service's model whether it passes. */
function byRetryable(error: unknown): Failure | undefined {
  if (!(error instanceof Error) || !('$retryable' in error)) return undefined;
  return error.$retryable === undefined ? undefined : 'failing';
}

function byStatus(status: number | undefined): Failure | undefined {
  if (status === undefined) return undefined;
  if (status >= 500) return 'failing';
  if (status === 429) return 'throttled';
  if (status === 401 || status === 403) return 'denied';
  return status >= 400 ? 'invalid' : 'no-answer';
}

interface Facts {
  readonly name: string;
  readonly code: string;
  /** To tell failures apart that share a name; never quoted. */
  readonly message: string;
  readonly status: number | undefined;
}

function factsOf(error: unknown): Facts {
  if (!(error instanceof Error)) return { name: '', code: '', message: '', status: undefined };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined;
  const status =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
      ? metadata.httpStatusCode
      : undefined;
  const { name, message } = error;
  return { name, code, message, status: typeof status === 'number' ? status : undefined };
}

type Description = (request: AwsRequest) => DecrypterError;

const described: Readonly<Record<Failure, Description>> = {
  denied: ({ action, subject, resource, location }) =>
    new AccessDeniedError(
      `${subject} in ${location.region} may not be read with these credentials.`,
      {
        hint: `Allow the IAM action ${action} on ${resource}.`,
      },
    ),
  'key-denied': ({ subject, location }) =>
    new AccessDeniedError(
      `${subject} in ${location.region} may not be decrypted with its KMS key.`,
      {
        hint: 'Allow the IAM action kms:Decrypt on the key with which it is encrypted, and check that the key is enabled.',
      },
    ),
  expired: () =>
    new AccessDeniedError('The session token of the AWS credentials has expired.', {
      hint: 'Renew the credentials, for example with "aws sso login", or use a source that renews them itself.',
    }),
  'not-accepted': () =>
    new AccessDeniedError('AWS does not accept the credentials.', {
      hint: 'Check the access key ID, the secret access key and the session token: they must belong together and be active.',
    }),
  'no-credentials': () =>
    new AccessDeniedError("The application's provider gave no AWS credentials.", {
      hint: 'Check the provider that the application registered for the token AwsCredentials.',
    }),
  clock: () =>
    new AccessDeniedError('AWS refuses the time at which the request was signed.', {
      hint: 'Set the clock of this machine: it is more than five minutes off.',
    }),
  'not-found': ({ subject, location }) =>
    new SecretNotFoundError(`${subject} does not exist in ${location.region}.`, {
      hint: 'Check the name, the region, and the account to which the credentials belong.',
    }),
  'no-version': ({ subject, location }) =>
    new SecretNotFoundError(`${subject} in ${location.region} has no such version.`, {
      hint: 'Check the version in the coordinates, or leave it out to use the current one.',
    }),
  deleted: ({ subject, location }) =>
    new SecretNotFoundError(`${subject} in ${location.region} is marked for deletion.`, {
      hint: 'Restore it (RestoreSecret), or point the coordinates at another secret.',
    }),
  invalid: ({ action, subject, location }) =>
    new InvalidValueError(
      `AWS takes the coordinates for invalid: ${subject} in ${location.region}.`,
      {
        hint: `Compare the name and the version with what ${action} takes.`,
      },
    ),
  'no-endpoint': ({ location }) =>
    new InvalidValueError(
      `The AWS endpoint that is set for ${location.region} is not an HTTP URL.`,
      {
        hint: 'Correct the environment variable AWS_ENDPOINT_URL or one that begins like it, endpoint_url in ~/.aws/config, or the endpoint that the application registered.',
      },
    ),
  throttled: ({ action, location }) =>
    new BackendUnavailableError(`AWS throttles ${action} in ${location.region}.`, {
      hint: 'Wait, and ask less often; the quota of the action can be raised.',
    }),
  failing: ({ action, location }) =>
    new BackendUnavailableError(`AWS fails at ${action} in ${location.region}.`, {
      hint: 'Wait; if it lasts, look at the AWS Health Dashboard.',
    }),
  'unknown-host': ({ location }) =>
    new BackendUnavailableError(`The AWS endpoint for ${location.region} is an unknown host.`, {
      hint: 'Check the region, the endpoint where one is set, and that DNS works here.',
    }),
  unreachable: ({ location }) =>
    new BackendUnavailableError(`The AWS endpoint for ${location.region} cannot be reached.`, {
      hint: 'Check the network path: proxy, firewall, VPC endpoint, and the endpoint where one is set.',
    }),
  certificate: ({ location }) =>
    new BackendUnavailableError(
      `The AWS endpoint for ${location.region} shows a certificate that is not trusted.`,
      {
        hint: 'Where a proxy re-signs traffic, give Node.js its certificate with NODE_EXTRA_CA_CERTS.',
      },
    ),
  'no-answer': ({ location }) =>
    new BackendUnavailableError(
      `What answered for AWS in ${location.region} is not an AWS service.`,
      { hint: 'Check the endpoint where one is set, and whether a proxy answers in its place.' },
    ),
};

const nothingAsked: AwsRequest = {
  action: '',
  subject: '',
  resource: '',
  location: { region: '' },
};

function entries(failure: Failure, names: readonly string[]): (readonly [string, Failure])[] {
  return names.map((name) => [name, failure] as const);
}
