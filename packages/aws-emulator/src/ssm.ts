/**
 * AWS Systems Manager Parameter Store: parameters by region, their versions and labels (API
 * reference: "AWS Systems Manager", JSON 1.1, target prefix `AmazonSSM`).
 */

import { createCipheriv, randomBytes } from 'node:crypto';

import { AwsFailure } from './aws-failure.js';
import { accountId } from './identities.js';
import type { Input, JsonObject } from './input.js';
import { epochSeconds, kmsKeyArn, type Caller, type Operation } from './service.js';

export type ParameterType = 'String' | 'StringList' | 'SecureString';

const parameterTypes: readonly ParameterType[] = ['String', 'StringList', 'SecureString'];

interface ParameterVersion {
  readonly number: number;
  readonly value: string;
  readonly createdAt: Date;
  readonly labels: Set<string>;
}

interface Parameter {
  readonly name: string;
  readonly arn: string;
  readonly versions: ParameterVersion[];
  type: ParameterType;
  kmsKeyId: string | undefined;
}

/** A parameter to create, or to give a new version. */
export interface ParameterToPut {
  readonly region: string;
  readonly name: string;
  readonly value: string;
  /** `SecureString` by default. */
  readonly type?: ParameterType;
  /** Labels of the new version. */
  readonly labels?: readonly string[];
  /** A customer managed key: reading then needs `kms:Decrypt` on it. */
  readonly kmsKeyId?: string;
}

/** A parameter to take away. */
export interface ParameterToDelete {
  readonly region: string;
  readonly name: string;
}

const batchLimit = 10;
const labelLimit = 10;

export class ParameterStore {
  readonly #regions = new Map<string, Map<string, Parameter>>();
  /** Undecrypted values are encrypted for real: nobody outside this object has the key. */
  readonly #encryptionKey = randomBytes(32);

  readonly operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
    ['PutParameter', (input, caller) => this.#putParameter(input, caller)],
    ['GetParameter', (input, caller) => this.#getParameter(input, caller)],
    ['GetParameters', (input, caller) => this.#getParameters(input, caller)],
    ['LabelParameterVersion', (input, caller) => this.#labelParameterVersion(input, caller)],
    ['DeleteParameter', (input, caller) => this.#deleteParameter(input, caller)],
  ]);

  /** Creates a parameter, or gives an existing one a new version. */
  put(parameter: ParameterToPut): { arn: string; version: number } {
    const { region, name, value, type = 'SecureString', labels = [], kmsKeyId } = parameter;
    const known = this.#parameters(region).get(name) ?? this.#add(region, name, type);
    known.type = type;
    if (kmsKeyId !== undefined) known.kmsKeyId = kmsKeyId;
    const version = addVersion(known, value);
    label(known, version, labels);
    return { arn: known.arn, version: version.number };
  }

  delete({ region, name }: ParameterToDelete): void {
    this.#parameters(region).delete(name);
  }

  #parameters(region: string): Map<string, Parameter> {
    const parameters = this.#regions.get(region) ?? new Map<string, Parameter>();
    this.#regions.set(region, parameters);
    return parameters;
  }

  #add(region: string, name: string, type: ParameterType, kmsKeyId?: string): Parameter {
    const parameter = { name, arn: arnOf(region, name), type, kmsKeyId, versions: [] };
    this.#parameters(region).set(name, parameter);
    return parameter;
  }

  #putParameter(input: Input, caller: Caller): JsonObject {
    const name = input.requiredText('Name');
    caller.authorize('ssm:PutParameter', arnOf(caller.region, name));
    const known = this.#parameters(caller.region).get(name);
    if (known !== undefined && !input.flag('Overwrite')) {
      throw new AwsFailure(
        'ParameterAlreadyExists',
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
      );
    }
    const asked = input.text('Type');
    const type = parameterTypes.find((one) => one === asked) ?? known?.type;
    if (type === undefined)
      throw invalid('A parameter type is required when you create a parameter.');
    const parameter = known ?? this.#add(caller.region, name, type, input.text('KeyId'));
    return { Version: addVersion(parameter, input.requiredText('Value')).number, Tier: 'Standard' };
  }

  #getParameter(input: Input, caller: Caller): JsonObject {
    const reference = input.requiredText('Name');
    const { name, selector } = parseReference(reference, caller.region);
    caller.authorize('ssm:GetParameter', arnOf(caller.region, name));
    const parameter = this.#parameters(caller.region).get(name);
    if (parameter === undefined) throw new AwsFailure('ParameterNotFound', '');
    const version = findVersion(parameter, selector);
    if (version === undefined) throw noVersion(name, selector);
    return { Parameter: this.#read(parameter, version, selector, input, caller) };
  }

  #getParameters(input: Input, caller: Caller): JsonObject {
    const references = input.texts('Names', batchLimit);
    if (references === undefined) throw invalid('Names must not be null.');
    const found: JsonObject[] = [];
    const missing: string[] = [];
    for (const reference of new Set(references)) {
      const { name, selector } = parseReference(reference, caller.region);
      caller.authorize('ssm:GetParameters', arnOf(caller.region, name));
      const parameter = this.#parameters(caller.region).get(name);
      const version = parameter && findVersion(parameter, selector);
      if (parameter === undefined || version === undefined) missing.push(reference);
      else found.push(this.#read(parameter, version, selector, input, caller));
    }
    // AWS answers in an order of its own; so do we, lest a client rely on the one it asked in.
    return { Parameters: found.reverse(), InvalidParameters: missing };
  }

  #labelParameterVersion(input: Input, caller: Caller): JsonObject {
    const name = input.requiredText('Name');
    caller.authorize('ssm:LabelParameterVersion', arnOf(caller.region, name));
    const parameter = this.#parameters(caller.region).get(name);
    if (parameter === undefined) throw new AwsFailure('ParameterNotFound', '');
    const number = input.number('ParameterVersion')?.toString();
    const version = findVersion(parameter, number);
    if (version === undefined) throw noVersion(name, number);
    label(parameter, version, input.texts('Labels', labelLimit) ?? []);
    return { InvalidLabels: [], ParameterVersion: version.number };
  }

  #deleteParameter(input: Input, caller: Caller): JsonObject {
    const name = input.requiredText('Name');
    caller.authorize('ssm:DeleteParameter', arnOf(caller.region, name));
    if (!this.#parameters(caller.region).delete(name))
      throw new AwsFailure('ParameterNotFound', '');
    return {};
  }

  #read(
    parameter: Parameter,
    version: ParameterVersion,
    selector: string | undefined,
    input: Input,
    caller: Caller,
  ): JsonObject {
    const decrypted = parameter.type !== 'SecureString' || input.flag('WithDecryption');
    if (decrypted) assertMayDecrypt(parameter, caller);
    return {
      Name: parameter.name,
      Type: parameter.type,
      Value: decrypted ? version.value : this.#encrypt(version.value),
      Version: version.number,
      Selector: selector === undefined ? undefined : `:${selector}`,
      LastModifiedDate: epochSeconds(version.createdAt),
      ARN: parameter.arn,
      DataType: 'text',
    };
  }

  #encrypt(value: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#encryptionKey, nonce);
    const text = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, text, cipher.getAuthTag()]).toString('base64');
  }
}

function arnOf(region: string, name: string): string {
  return `arn:aws:ssm:${region}:${accountId}:parameter${name.startsWith('/') ? '' : '/'}${name}`;
}

function invalid(message: string): AwsFailure {
  return new AwsFailure('ValidationException', message);
}

function noVersion(name: string, selector = ''): AwsFailure {
  return new AwsFailure(
    'ParameterVersionNotFound',
    `Systems Manager could not find version ${selector} of ${name}. Verify the version and try again.`,
  );
}

/** From a name or an ARN, each with `:version` or `:label`, to the name and its selector. */
function parseReference(reference: string, region: string): { name: string; selector?: string } {
  const [, prefix = '', rest = ''] =
    /^(arn:[^:]*:ssm:[^:]*:[^:]*:parameter)?(.*)$/.exec(reference) ?? [];
  const [name = '', selector, ...more] = rest.split(':');
  if (name === '' || more.length > 0) throw invalid(`Invalid parameter name: ${reference}`);
  if (prefix !== '' && prefix.split(':')[3] !== region) {
    throw new AwsFailure('ParameterNotFound', '');
  }
  // An ARN has the same slash before "/path/name" and before "name".
  const plain = prefix !== '' && !name.slice(1).includes('/') ? name.slice(1) : name;
  return selector === undefined ? { name: plain } : { name: plain, selector };
}

function addVersion(parameter: Parameter, value: string): ParameterVersion {
  const number = (parameter.versions.at(-1)?.number ?? 0) + 1;
  const version = { number, value, createdAt: new Date(), labels: new Set<string>() };
  parameter.versions.push(version);
  return version;
}

/** A label is on one version at a time. */
function label(parameter: Parameter, version: ParameterVersion, labels: readonly string[]): void {
  for (const name of labels) {
    for (const other of parameter.versions) other.labels.delete(name);
    version.labels.add(name);
  }
}

function findVersion(
  parameter: Parameter,
  selector: string | undefined,
): ParameterVersion | undefined {
  if (selector === undefined) return parameter.versions.at(-1);
  return parameter.versions.find(
    ({ number, labels }) => String(number) === selector || labels.has(selector),
  );
}

function assertMayDecrypt(parameter: Parameter, caller: Caller): void {
  if (parameter.type !== 'SecureString' || parameter.kmsKeyId === undefined) return;
  const key = kmsKeyArn(parameter.kmsKeyId, caller.region, accountId);
  if (caller.may('kms:Decrypt', key)) return;
  throw new AwsFailure(
    'AccessDeniedException',
    'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
  );
}
