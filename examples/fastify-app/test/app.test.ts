import { expect } from 'chai';
import { startAwsEmulator } from '@password-decrypter/aws-emulator';

import { createApp } from '../app.js';

describe('the Fastify application', () => {
  it('in development takes the password as it stands', async () => {
    const app = await createApp('development');
    expect(app.database.password).to.equal('only-for-development');
    await app.close();
  });

  it('in production takes it from AWS Secrets Manager, by configuration alone', async () => {
    const before = { ...process.env };
    await using aws = await startAwsEmulator();
    Object.assign(process.env, aws.environment);
    aws.secrets.put({
      region: 'ap-southeast-2',
      name: 'mySecretId',
      value: '{"password":"s3cret"}',
    });
    try {
      const app = await createApp('production');
      expect(app.database.password).to.equal('s3cret');
      const response = await app.inject('/health');
      expect(response.json()).to.deep.equal({ user: 'app', connected: true });
      await app.close();
    } finally {
      for (const name of Object.keys(aws.environment)) Reflect.deleteProperty(process.env, name);
      Object.assign(process.env, before);
    }
  });
});
