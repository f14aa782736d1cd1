/** Where a secret lives, taken from coordinates: the region, and the endpoint where it is given. */

import { InvalidValueError, quoted, warn } from '@password-decrypter/core';

export interface AwsLocation {
  readonly region: string;
  /** The URL that stands in for the service's own endpoint. */
  readonly endpoint?: string;
}

/** The coordinates that say where. */
export interface LocatingCoordinates {
  readonly region?: string;
  readonly endpointOverride?: string;
}

const regionShape = /^[a-z]{2,8}(?:-[a-z]{2,16}){1,3}-\d{1,2}$/;

/**
 * @param id - the name or the ARN of the secret; where `region` is missing, the ARN's region serves
 * @throws InvalidValueError where there is no region, it is not one, or it is not the ARN's; or where
 *   `endpointOverride` is not an HTTP URL
 */
export function awsLocation(
  { region: given, endpointOverride }: LocatingCoordinates,
  id: string,
): AwsLocation {
  const fromArn = arnRegion(id);
  const region = given ?? fromArn;
  if (region === undefined) {
    throw new InvalidValueError('The coordinates lack the key "region".', {
      hint: 'Add the region in which the secret lives, such as "region":"ap-southeast-2"; only an ARN brings its own.',
    });
  }
  if (!regionShape.test(region)) {
    throw new InvalidValueError(
      'The key "region" of the coordinates is not the name of an AWS region.',
      {
        hint: 'Write the region as AWS does, such as "ap-southeast-2" or "eu-west-1".',
      },
    );
  }
  if (fromArn !== undefined && fromArn !== region) {
    throw new InvalidValueError(
      `The coordinates name the region ${quoted(region)}, but the ARN is of ${quoted(fromArn)}.`,
      { hint: 'Leave "region" out, or make it the region of the ARN.' },
    );
  }
  if (endpointOverride === undefined) return { region };
  return { region, endpoint: endpointOf(endpointOverride) };
}

/** The region of an ARN (AWS: "Amazon Resource Names"), or nothing where `id` is none. */
export function arnRegion(id: string): string | undefined {
  const [arn, partition, service, region] = id.split(':');
  return arn === 'arn' && partition && service && region ? region : undefined;
}

/** The ARN of a resource in whatever account, with the partition of the region. */
export function arnOf(service: string, region: string, resource: string): string {
  const partition = region.startsWith('cn-')
    ? 'aws-cn'
    : region.startsWith('us-gov-')
      ? 'aws-us-gov'
      : 'aws';
  return quotedUnlessPlain(`arn:${partition}:${service}:${region}:*:${resource}`);
}

/** A resource comes from coordinates, and may hold anything. */
function quotedUnlessPlain(arn: string): string {
  return /^[\w+=,.@:/?*-]{1,300}$/.test(arn) ? arn : quoted(arn);
}

function endpointOf(endpointOverride: string): string {
  const url = URL.canParse(endpointOverride) ? new URL(endpointOverride) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username || url.password) {
    throw new InvalidValueError(
      'The key "endpointOverride" of the coordinates is not an HTTP URL.',
      { hint: 'Write a URL such as "https://secretsmanager.example.com", without a user name.' },
    );
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    warn({
      code: 'ENDPOINT_NOT_ENCRYPTED',
      message: `The endpoint ${quoted(url.host)} is called over plain HTTP: the secret travels unencrypted.`,
    });
  }
  return endpointOverride;
}

function isLoopback(hostname: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}
