import type { TemporaryCredentials } from './identities.js';
import type { Reply } from './reply.js';

/** Credentials in the shape that the metadata services share. */
export function metadataCredentials(issued: TemporaryCredentials): Reply {
  const body = JSON.stringify({
    Code: 'Success',
    Type: 'AWS-HMAC',
    LastUpdated: new Date().toISOString(),
    AccessKeyId: issued.accessKeyId,
    SecretAccessKey: issued.secretAccessKey,
    Token: issued.sessionToken,
    Expiration: issued.expiresAt.toISOString(),
  });
  return { status: 200, contentType: 'application/json', body };
}

export function metadataFailure(status: number, message: string): Reply {
  return { status, contentType: 'application/json', body: JSON.stringify({ message }) };
}
