import { AwsFailure } from './aws-failure.js';
import { allows, type AccessKey } from './identities.js';
import type { Input, JsonObject } from './input.js';

/** Who calls an operation, and where. */
export class Caller {
  constructor(
    readonly accessKey: AccessKey,
    readonly region: string,
    private readonly denial = { name: 'AccessDeniedException', status: 400 },
  ) {}

  may(action: string, resource: string): boolean {
    return allows(this.accessKey.allow, action, resource);
  }

  /**
   * @param resource - the ARN that allow lists are matched against
   * @param asAsked - what the refusal names; the ARN where the caller may know it
   */
  authorize(action: string, resource: string, asAsked = resource): void {
    if (this.may(action, resource)) return;
    throw new AwsFailure(
      this.denial.name,
      `User: ${this.accessKey.arn} is not authorized to perform: ${action} on resource: ${asAsked} because no identity-based policy allows the ${action} action`,
      this.denial.status,
    );
  }
}

/** One operation of a service: from its input to its output. */
export type Operation = (input: Input, caller: Caller) => JsonObject;

/** A key's ARN from whatever stands for it. */
export function kmsKeyArn(keyId: string, region: string, accountId: string): string {
  if (keyId.startsWith('arn:')) return keyId;
  const resource = keyId.startsWith('alias/') ? keyId : `key/${keyId}`;
  return `arn:aws:kms:${region}:${accountId}:${resource}`;
}

/** Moments travel as seconds in the JSON protocols. */
export function epochSeconds(moment: Date): number {
  return moment.getTime() / 1000;
}
