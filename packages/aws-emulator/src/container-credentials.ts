/** The endpoint that gives an ECS task or an EKS pod its credentials, for the right token only. */

import type { Identities, Role } from './identities.js';
import { metadataCredentials, metadataFailure } from './metadata-credentials.js';
import type { Reply } from './reply.js';
import type { WireRequest } from './signature.js';

export const containerCredentialsPath = '/v2/credentials';

const sessionName = 'task';

export class ContainerCredentials {
  constructor(
    private readonly identities: Identities,
    private readonly role: Role,
    private readonly lifetimeSeconds: number,
    private readonly authorizationToken: string,
  ) {}

  /** What a request asks of this service, or nothing where it is not for this service. */
  operation({ path }: WireRequest): string | undefined {
    return path === containerCredentialsPath ? 'GetCredentials' : undefined;
  }

  answer({ method, headers }: WireRequest): Reply {
    if (method !== 'GET') return metadataFailure(405, 'Method Not Allowed');
    if (headers.authorization !== this.authorizationToken) {
      return metadataFailure(401, 'Unauthorized');
    }
    return metadataCredentials(this.identities.issue(this.role, sessionName, this.lifetimeSeconds));
  }
}
