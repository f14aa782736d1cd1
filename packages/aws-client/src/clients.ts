/**
 * The settings that all AWS clients share, and one client for each location: connections and
 * credentials are worth keeping.
 */

import { inject, injectable } from '@password-decrypter/core';

import type { AwsLocation } from './location.js';
import { AwsCredentials, AwsEndpoint, AwsRequestHandler } from './tokens.js';

/** What the constructor of an SDK client takes. */
export interface AwsClientConfiguration {
  readonly region: string;
  readonly credentials: AwsCredentials;
  readonly endpoint?: string;
  readonly requestHandler?: AwsRequestHandler;
}

/** Settings from the container: the application's where it registered some, else the defaults. */
@injectable()
export class AwsClientSettings {
  constructor(
    @inject(AwsCredentials) readonly credentials: AwsCredentials,
    @inject(AwsEndpoint, { isOptional: true }) readonly endpoint: AwsEndpoint | undefined,
    @inject(AwsRequestHandler, { isOptional: true })
    readonly requestHandler: AwsRequestHandler | undefined,
  ) {}

  /** Destroys a client, unless that would destroy the application's own request handler. */
  release(client: Destroyable): void {
    const { requestHandler } = this;
    if (requestHandler === undefined || !('handle' in requestHandler)) client.destroy();
  }

  /** The configuration of a client for a location; the location's endpoint goes before the application's. */
  configuration(location: AwsLocation): AwsClientConfiguration {
    const endpoint = location.endpoint ?? this.endpoint;
    return {
      region: location.region,
      credentials: this.credentials,
      ...(endpoint !== undefined && { endpoint }),
      ...(this.requestHandler !== undefined && { requestHandler: this.requestHandler }),
    };
  }
}

export interface Destroyable {
  destroy(): void;
}

/** One client for each region and endpoint, made when first asked for. */
export class ClientsByLocation<Client extends Destroyable> {
  readonly #clients = new Map<string, Client>();

  constructor(
    private readonly settings: AwsClientSettings,
    private readonly create: (configuration: AwsClientConfiguration) => Client,
  ) {}

  clientFor(location: AwsLocation): Client {
    const key = `${location.region} ${location.endpoint ?? ''}`;
    const client = this.#clients.get(key) ?? this.create(this.settings.configuration(location));
    this.#clients.set(key, client);
    return client;
  }

  /** Ends the connections. */
  dispose(): void {
    for (const client of this.#clients.values()) this.settings.release(client);
    this.#clients.clear();
  }
}
