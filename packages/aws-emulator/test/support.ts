import { expect } from 'chai';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import type { AccessKey, AwsEmulator } from '@password-decrypter/aws-emulator';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

export const region = 'eu-west-1';

/** What a real SDK client needs to talk to the emulator as somebody. */
export function settings(aws: AwsEmulator, key: AccessKey = aws.defaultAccessKey, where = region) {
  const { accessKeyId, secretAccessKey, sessionToken } = key;
  return {
    region: where,
    endpoint: aws.url,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
  };
}

export const secretsManager = (...about: Parameters<typeof settings>) =>
  new SecretsManagerClient(settings(...about));
export const ssm = (...about: Parameters<typeof settings>) => new SSMClient(settings(...about));
export const sts = (...about: Parameters<typeof settings>) => new STSClient(settings(...about));

/** How the SDK tells of a failure: the error's name, and its HTTP status where there was an answer. */
export async function failure(work: Promise<unknown>): Promise<Told> {
  const error: unknown = await work.then(
    () => expect.fail('it should have failed'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw error;
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined;
  const status =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
      ? metadata.httpStatusCode
      : undefined;
  return { name: error.name, message: error.message, status };
}

interface Told {
  readonly name: string;
  readonly message: string;
  readonly status: unknown;
}
