/**
 * A small AWS on loopback. Requests arrive, are counted, may meet a fault that was asked for, and are
 * otherwise answered as the services document it, signatures checked.
 */

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { text } from 'node:stream/consumers';

import { AwsFailure } from './aws-failure.js';
import { Calls } from './calls.js';
import { ContainerCredentials, containerCredentialsPath } from './container-credentials.js';
import { Faults, type Fault } from './faults.js';
import { accountId, Identities, type AccessKey } from './identities.js';
import { InstanceMetadata } from './instance-metadata.js';
import type { Reply } from './reply.js';
import { route, type JsonService, type Route, type Services } from './router.js';
import { SecretsManager, type SecretToDelete, type SecretToPut } from './secrets-manager.js';
import type { WireRequest } from './signature.js';
import { ParameterStore, type ParameterToDelete, type ParameterToPut } from './ssm.js';
import { SecurityTokenService } from './sts.js';

/** What {@link startAwsEmulator} takes. */
export interface AwsEmulatorOptions {
  /** The port on 127.0.0.1; any free one by default. */
  readonly port?: number;
  /** How long credentials from the metadata services hold, in seconds; 6 hours by default. */
  readonly metadataCredentialsSeconds?: number;
}

/** Secrets Manager from behind, without a call over the wire. */
export interface EmulatedSecrets {
  put(secret: SecretToPut): { readonly arn: string; readonly versionId: string };
  delete(secret: SecretToDelete): void;
}

/** Parameter Store from behind, without a call over the wire. */
export interface EmulatedParameters {
  put(parameter: ParameterToPut): { readonly arn: string; readonly version: number };
  delete(parameter: ParameterToDelete): void;
}

const everything = [{ action: '*', resource: '*' }];
const sixHoursInSeconds = 21_600;

/**
 * Starts an emulator on loopback.
 *
 * @example
 * ```ts
 * await using aws = await startAwsEmulator();
 * Object.assign(process.env, aws.environment);
 * aws.secrets.put({ region: 'eu-west-1', name: 'mySecretId', value: '{"password":"s3cret"}' });
 * ```
 */
export async function startAwsEmulator(options: AwsEmulatorOptions = {}): Promise<AwsEmulator> {
  const emulator = new AwsEmulator(options);
  await emulator.listen(options.port ?? 0);
  return emulator;
}

/** A running emulator; see {@link startAwsEmulator}. */
export class AwsEmulator implements AsyncDisposable {
  /** Puts secrets into Secrets Manager and takes them out, without a call over the wire. */
  readonly secrets: EmulatedSecrets;
  /** Puts parameters into Parameter Store and takes them out, without a call over the wire. */
  readonly parameters: EmulatedParameters;
  /** Adds access keys and roles; without an allow list an access key may do everything. */
  readonly identities: Identities = new Identities();
  /** May do everything. */
  readonly defaultAccessKey: AccessKey;
  readonly faults = new Faults();
  readonly calls = new Calls();

  readonly #services: Services;
  readonly #server: Server;
  readonly #closing = new AbortController();
  readonly #containerToken = randomUUID();

  constructor({ metadataCredentialsSeconds = sixHoursInSeconds }: AwsEmulatorOptions = {}) {
    const { identities } = this;
    const secrets = new SecretsManager();
    const parameters = new ParameterStore();
    this.secrets = secrets;
    this.parameters = parameters;
    this.defaultAccessKey = identities.addAccessKey({
      accessKeyId: 'AKIAEMULATOR00000000',
      secretAccessKey: 'emulator/secret/access/key',
      arn: `arn:aws:iam::${accountId}:user/emulator`,
    });
    this.#services = {
      identities,
      json: new Map([
        ['secretsmanager', secretsManagerService(secrets)],
        ['AmazonSSM', parameterStoreService(parameters)],
      ]),
      sts: new SecurityTokenService(identities),
      instanceMetadata: new InstanceMetadata(
        identities,
        { arn: `arn:aws:iam::${accountId}:role/instance-role`, allow: everything },
        metadataCredentialsSeconds,
      ),
      containerCredentials: new ContainerCredentials(
        identities,
        { arn: `arn:aws:iam::${accountId}:role/task-role`, allow: everything },
        metadataCredentialsSeconds,
        this.#containerToken,
      ),
    };
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  /** @internal */
  async listen(port: number): Promise<void> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  /** Where every service answers. */
  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The emulator is closed.');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Where the EC2 instance metadata service answers: `AWS_EC2_METADATA_SERVICE_ENDPOINT`. */
  get instanceMetadata(): { readonly url: string } {
    return { url: this.url };
  }

  /** Where ECS and EKS get credentials: `AWS_CONTAINER_CREDENTIALS_FULL_URI` and its token. */
  get containerCredentials(): { readonly url: string; readonly authorizationToken: string } {
    return {
      url: `${this.url}${containerCredentialsPath}`,
      authorizationToken: this.#containerToken,
    };
  }

  /** Environment variables that send every AWS SDK of a process here, with the default access key. */
  get environment(): Readonly<Record<string, string>> {
    return {
      ...this.endpoints,
      AWS_ACCESS_KEY_ID: this.defaultAccessKey.accessKeyId,
      AWS_SECRET_ACCESS_KEY: this.defaultAccessKey.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: 'true',
    };
  }

  /** The part of `environment` that says where the services are, without credentials. */
  get endpoints(): Readonly<Record<string, string>> {
    return {
      AWS_ENDPOINT_URL_SECRETS_MANAGER: this.url,
      AWS_ENDPOINT_URL_SSM: this.url,
      AWS_ENDPOINT_URL_STS: this.url,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    };
  }

  /** Ends every connection and frees the port. */
  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const request: WireRequest = {
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        headers: incoming.headers,
        body: await text(incoming),
      };
      const found = route(request, this.#services);
      this.calls.record(found.operation);
      await this.#answer(found, response);
    } catch {
      // The client has left, or the emulator is closing: nobody is there to be answered.
      response.destroy();
    }
  }

  async #answer(found: Route, response: ServerResponse): Promise<void> {
    const fault = this.faults.take(found.operation);
    if (fault?.kind === 'reset') return void response.socket?.resetAndDestroy();
    if (fault?.kind === 'slow') {
      await delay(fault.delayMs, undefined, { signal: this.#closing.signal });
    }
    const reply = await replyOf(found, fault);
    response.writeHead(reply.status, {
      'content-type': reply.contentType,
      'content-length': Buffer.byteLength(reply.body),
      'x-amzn-requestid': randomUUID(),
    });
    if (fault?.kind !== 'cut') return void response.end(reply.body);
    response.write(reply.body.slice(0, reply.body.length / 2), () => response.destroy());
  }
}

async function replyOf({ answer, failure, internalError }: Route, fault?: Fault): Promise<Reply> {
  try {
    if (fault?.kind === 'throttle') throw new AwsFailure('ThrottlingException', 'Rate exceeded');
    if (fault?.kind === 'error') {
      throw new AwsFailure(internalError, 'An error occurred on the server side.', 500);
    }
    if (fault?.kind === 'empty') {
      return { status: 200, contentType: 'application/x-amz-json-1.1', body: '{}' };
    }
    if (fault?.kind === 'garbage') {
      return { status: 200, contentType: 'text/html', body: '<html>Not what you asked for' };
    }
    return await answer();
  } catch (error) {
    return failure(
      error instanceof AwsFailure
        ? error
        : new AwsFailure(internalError, `The emulator has a defect: ${String(error)}`, 500),
    );
  }
}

function secretsManagerService({ operations }: SecretsManager): JsonService {
  return {
    name: 'secretsmanager',
    operations,
    invalidInput: 'InvalidParameterException',
    internalError: 'InternalServiceError',
  };
}

function parameterStoreService({ operations }: ParameterStore): JsonService {
  return {
    name: 'ssm',
    operations,
    invalidInput: 'ValidationException',
    internalError: 'InternalServerError',
  };
}
