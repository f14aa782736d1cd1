/**
 * An application that never learns where its password comes from: the environment names the
 * configuration file, and the file names the strategy.
 */

import { readProperties } from '@password-decrypter/config-files';
import { createDecrypters } from '@password-decrypter/core';
import awsSecretsManager from '@password-decrypter/aws-secrets-manager';
import plaintext from '@password-decrypter/plaintext';
import Fastify from 'fastify';

export async function createApp(environment = process.env.APP_ENV ?? 'development') {
  const decrypters = createDecrypters({ plugins: [plaintext, awsSecretsManager] });
  const file = new URL(`config/${environment}.yaml`, import.meta.url);
  const properties = await decrypters.resolve(await readProperties(file));

  const app = Fastify();
  app.addHook('onClose', () => decrypters[Symbol.asyncDispose]());
  app.decorate('database', { user: properties['db.user'], password: properties['db.password'] });
  app.get('/health', () => ({ user: app.database.user, connected: app.database.password !== '' }));
  return app;
}

if (import.meta.filename === process.argv[1]) {
  const app = await createApp();
  console.log(`Listening on ${await app.listen({ host: '127.0.0.1', port: 3000 })}`);
}
