import { expect } from 'chai';
import { awsLocation } from '@password-decrypter/aws-client';

import { warningsDuring } from '../../core/test/support.js';

describe('AWS location', () => {
  const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf';

  it('is the region of the coordinates', () => {
    for (const region of ['ap-southeast-2', 'us-gov-west-1', 'cn-north-1', 'us-isob-east-1']) {
      expect(awsLocation({ region }, 'db')).to.deep.equal({ region });
    }
  });

  it('without a region, the region of the ARN serves', () => {
    expect(awsLocation({}, arn)).to.deep.equal({ region: 'eu-west-1' });
    expect(() => awsLocation({}, 'db')).to.throw('lack the key "region"');
    expect(() => awsLocation({}, 'a:b:c:d')).to.throw('lack the key "region"');
  });

  it('a region that is not the ARN’s is told', () => {
    expect(() => awsLocation({ region: 'eu-west-2' }, arn)).to.throw('"eu-west-1"');
  });

  it('what is no region is refused without being quoted', () => {
    for (const region of ['hunter2', 'EU-WEST-1', 'eu-west', 'evil.com/x-1', 'eu west 1']) {
      expect(() => awsLocation({ region }, 'db'))
        .to.throw('not the name of an AWS region')
        .with.property('message')
        .that.does.not.include(region);
    }
  });

  it('an endpoint is an HTTP URL without a user name', () => {
    const region = 'eu-west-1';
    const located = (endpointOverride: string) => awsLocation({ region, endpointOverride }, 'db');
    expect(located('https://vpce.example.com')).to.deep.equal({
      region,
      endpoint: 'https://vpce.example.com',
    });
    for (const wrong of ['hunter2', 'file:///etc/passwd', 'https://me:hunter2@example.com']) {
      expect(() => located(wrong))
        .to.throw('endpointOverride')
        .with.property('message')
        .that.does.not.include('hunter2');
    }
  });

  it('a secret that would travel unencrypted gives a warning, except on loopback', async () => {
    const located = (endpointOverride: string) =>
      warningsDuring(() => awsLocation({ region: 'eu-west-1', endpointOverride }, 'db'));
    expect(await located('http://127.0.0.1:4566')).to.deep.equal([]);
    expect(await located('http://localhost:4566')).to.deep.equal([]);
    expect(await located('http://stack.example.com')).to.deep.equal(['ENDPOINT_NOT_ENCRYPTED']);
  });
});
