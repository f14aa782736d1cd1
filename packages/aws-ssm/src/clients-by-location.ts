import { SSMClient } from '#commonjs';
import { inject, injectable } from '@password-decrypter/core';
import { AwsClientSettings, ClientsByLocation } from '@password-decrypter/aws-client';
import type { AwsLocation } from '@password-decrypter/aws-client';

import type { SsmClients } from './clients.js';

/** The default: one client for each region and endpoint, destroyed with the container. */
@injectable()
export class SsmClientsByLocation implements SsmClients {
  readonly #clients: ClientsByLocation<SSMClient>;

  constructor(@inject(AwsClientSettings) settings: AwsClientSettings) {
    this.#clients = new ClientsByLocation(
      settings,
      (configuration) => new SSMClient(configuration),
    );
  }

  clientFor(location: AwsLocation): SSMClient {
    return this.#clients.clientFor(location);
  }

  dispose(): void {
    this.#clients.dispose();
  }
}
