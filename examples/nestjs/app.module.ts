/** The decrypters in a NestJS application: one provider, disposed of with the application. */

import 'reflect-metadata';

import { Inject, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { environmentProperties } from '@password-decrypter/config-files';
import { container, createDecrypters, Decrypters } from '@password-decrypter/core';
import plaintext from '@password-decrypter/plaintext';

/** The database settings that other providers inject. */
export const DatabaseSettings = Symbol('DatabaseSettings');
export interface DatabaseSettings {
  readonly user: string | undefined;
  readonly password: string | undefined;
}

@Injectable()
export class Shutdown implements OnApplicationShutdown {
  constructor(@Inject(Decrypters) private readonly decrypters: Decrypters) {}

  async onApplicationShutdown(): Promise<void> {
    await this.decrypters[Symbol.asyncDispose]();
  }
}

@Module({
  providers: [
    {
      provide: Decrypters,
      // The tsyringe container that other parts of the application may use as well.
      useFactory: () => createDecrypters({ plugins: [plaintext], container }),
    },
    {
      provide: DatabaseSettings,
      inject: [Decrypters],
      useFactory: async (decrypters: Decrypters): Promise<DatabaseSettings> => {
        const properties = await decrypters.resolve(environmentProperties());
        return { user: properties['db.user'], password: properties['db.password'] };
      },
    },
    Shutdown,
  ],
  exports: [DatabaseSettings, Decrypters],
})
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- modules of Nest have no members
export class AppModule {}
