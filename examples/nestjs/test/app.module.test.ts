import { expect } from 'chai';
import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Decrypters } from '@password-decrypter/core';

import { AppModule, DatabaseSettings } from '../app.module.js';

describe('the NestJS application', () => {
  const variables = {
    DB_USER: 'app',
    DB_PASSWORD: 's3cret',
    DB_PASSWORD_DECRYPTER_CLASSNAME: 'PlaintextDecrypter',
  };
  before(() => {
    Logger.overrideLogger(false);
  });
  before(() => void Object.assign(process.env, variables));
  after(() => {
    for (const name of Object.keys(variables)) Reflect.deleteProperty(process.env, name);
  });

  it('injects the decrypted settings, and disposes of the decrypters when it ends', async () => {
    const app = await NestFactory.createApplicationContext(AppModule);
    expect(app.get<DatabaseSettings>(DatabaseSettings)).to.deep.equal({
      user: 'app',
      password: 's3cret',
    });
    const decrypters = app.get(Decrypters);
    await app.close();
    const reason: unknown = await decrypters
      .decrypt('PlaintextDecrypter', 'x')
      .catch((e: unknown) => e);
    expect(String(reason)).to.include('disposed');
  });
});
