/** The EC2 instance metadata service, version 2: without a token it tells nothing. */

import { randomUUID } from 'node:crypto';

import type { Identities, Role } from './identities.js';
import { metadataCredentials, metadataFailure } from './metadata-credentials.js';
import type { Reply } from './reply.js';
import type { WireRequest } from './signature.js';

const tokenPath = '/latest/api/token';
const credentialsPath = '/latest/meta-data/iam/security-credentials/';
const sessionName = 'i-0123456789abcdef0';
const longestTokenSeconds = 21_600;

export class InstanceMetadata {
  readonly #tokens = new Map<string, number>();
  readonly #roleName: string;

  constructor(
    private readonly identities: Identities,
    private readonly role: Role,
    private readonly lifetimeSeconds: number,
  ) {
    this.#roleName = role.arn.slice(role.arn.lastIndexOf('/') + 1);
  }

  /** What a request asks of this service, or nothing where it is not for this service. */
  operation({ path }: WireRequest): string | undefined {
    if (!path.startsWith('/latest/')) return undefined;
    if (path === tokenPath) return 'GetToken';
    return path === credentialsPath ? 'GetRoleName' : 'GetCredentials';
  }

  answer({ method, path, headers }: WireRequest): Reply {
    if (path === tokenPath) {
      if (method !== 'PUT') return metadataFailure(405, 'Method Not Allowed');
      return this.#issueToken(Number(headers['x-aws-ec2-metadata-token-ttl-seconds']));
    }
    const expiresAt = this.#tokens.get(String(headers['x-aws-ec2-metadata-token']));
    if (expiresAt === undefined || expiresAt <= Date.now()) {
      return metadataFailure(401, 'Unauthorized');
    }
    if (path === credentialsPath) return plain(this.#roleName);
    if (path !== `${credentialsPath}${this.#roleName}`) return metadataFailure(404, 'Not Found');
    return metadataCredentials(this.identities.issue(this.role, sessionName, this.lifetimeSeconds));
  }

  #issueToken(ttlSeconds: number): Reply {
    if (!(ttlSeconds >= 1 && ttlSeconds <= longestTokenSeconds)) {
      return metadataFailure(400, 'Bad Request');
    }
    const token = randomUUID();
    this.#tokens.set(token, Date.now() + ttlSeconds * 1000);
    return plain(token);
  }
}

function plain(body: string): Reply {
  return { status: 200, contentType: 'text/plain', body };
}
