import { SecretsManagerClient } from '#commonjs';
import { inject, injectable } from '@password-decrypter/core';
import { AwsClientSettings, ClientsByLocation } from '@password-decrypter/aws-client';
import type { AwsLocation } from '@password-decrypter/aws-client';

import type { SecretsManagerClients } from './clients.js';

/** The default: one client for each region and endpoint, destroyed with the container. */
@injectable()
export class SecretsManagerClientsByLocation implements SecretsManagerClients {
  readonly #clients: ClientsByLocation<SecretsManagerClient>;

  constructor(@inject(AwsClientSettings) settings: AwsClientSettings) {
    this.#clients = new ClientsByLocation(
      settings,
      (configuration) => new SecretsManagerClient(configuration),
    );
  }

  clientFor(location: AwsLocation): SecretsManagerClient {
    return this.#clients.clientFor(location);
  }

  dispose(): void {
    this.#clients.dispose();
  }
}
