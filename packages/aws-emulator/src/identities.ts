/**
 * Who may do what: access keys and roles, each with an allow list of actions and resources. Nothing
 * is denied explicitly; what is not allowed is refused.
 */

import { randomBytes } from 'node:crypto';

export const accountId = '123456789012';

/** One line of an allow list. `*` stands for any text and `?` for any character, in both. */
export interface Allowance {
  /** For example `secretsmanager:GetSecretValue`, `kms:Decrypt` or `*`. */
  readonly action: string;
  /** For example `arn:aws:secretsmanager:*:*:secret:mySecretId-*` or `*`. */
  readonly resource: string;
}

/** Credentials that the emulator knows. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Temporary credentials have one, and every request made with them must carry it. */
  readonly sessionToken?: string;
  /** The identity behind the key, as GetCallerIdentity tells it. */
  readonly arn: string;
  /** Temporary credentials end here. */
  readonly expiresAt?: Date;
  readonly allow: readonly Allowance[];
}

/** A role that can be assumed. */
export interface Role {
  /** For example `arn:aws:iam::123456789012:role/reader`. */
  readonly arn: string;
  readonly allow: readonly Allowance[];
  /** The token that AssumeRoleWithWebIdentity takes for this role; none means that it takes none. */
  readonly webIdentityToken?: string;
}

/** Temporary credentials, as STS and the metadata services hand them out. */
export interface TemporaryCredentials extends AccessKey {
  readonly sessionToken: string;
  readonly expiresAt: Date;
}

/** Every access key and role of one emulator. */
export class Identities {
  readonly #accessKeys = new Map<string, AccessKey>();
  readonly #roles = new Map<string, Role>();

  addAccessKey(
    key: Omit<AccessKey, 'arn' | 'allow'> & Partial<Pick<AccessKey, 'arn' | 'allow'>>,
  ): AccessKey {
    const known = {
      arn: `arn:aws:iam::${accountId}:user/${key.accessKeyId}`,
      allow: [{ action: '*', resource: '*' }],
      ...key,
    };
    this.#accessKeys.set(known.accessKeyId, known);
    return known;
  }

  addRole(role: Role): Role {
    this.#roles.set(role.arn, role);
    return role;
  }

  accessKey(accessKeyId: string): AccessKey | undefined {
    return this.#accessKeys.get(accessKeyId);
  }

  role(arn: string): Role | undefined {
    return this.#roles.get(arn);
  }

  /** Makes temporary credentials for a session of a role. */
  issue(role: Role, sessionName: string, lifetimeSeconds: number): TemporaryCredentials {
    const roleName = role.arn.slice(role.arn.lastIndexOf('/') + 1);
    const issued = {
      accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(60).toString('base64'),
      arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${sessionName}`,
      expiresAt: new Date(Date.now() + lifetimeSeconds * 1000),
      allow: role.allow,
    };
    this.#accessKeys.set(issued.accessKeyId, issued);
    return issued;
  }
}

/** Whether an allow list has a line for the action on the resource. */
export function allows(allow: readonly Allowance[], action: string, resource: string): boolean {
  return allow.some((line) => matches(line.action, action) && matches(line.resource, resource));
}

function matches(pattern: string, text: string): boolean {
  const escaped = pattern.replace(/[\\^$.+()[\]{}|]/g, '\\$&');
  const wild = escaped.replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^${wild}$`, 's').test(text);
}
