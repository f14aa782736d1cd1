import fc from 'fast-check';
import { expect } from 'chai';
import { parseProperties } from '@password-decrypter/config-files';

import { canary, refusal } from './support.js';

const coordinates = { region: 'ap-southeast-2', secretId: 'mySecretId' };

describe('nested configuration', () => {
  const parse = (value: unknown) => parseProperties(JSON.stringify(value), 'json');

  it('nested objects become dotted names', () => {
    expect(parse({ a: { b: { c: 'x' } }, 'd.e': 'y' })).to.deep.equal({ 'a.b.c': 'x', 'd.e': 'y' });
  });

  it('an object at a password property becomes its JSON text', () => {
    const flat = { 'db.password.decrypter.classname': 'X', 'db.password': coordinates };
    const nested = { db: { password: { ...coordinates, decrypter: { classname: 'X' } } } };
    const atlassian = {
      jdbc: { password: { decrypter: { classname: 'X' } } },
      hibernate: { connection: { password: coordinates, url: 'jdbc:…' } },
    };
    expect(parse(flat)['db.password']).to.equal(JSON.stringify(coordinates));
    expect(parse(nested)).to.deep.equal({
      'db.password': JSON.stringify(coordinates),
      'db.password.decrypter.classname': 'X',
    });
    expect(parse(atlassian)).to.deep.equal({
      'jdbc.password.decrypter.classname': 'X',
      'hibernate.connection.password': JSON.stringify(coordinates),
      'hibernate.connection.url': 'jdbc:…',
    });
  });

  it('an object elsewhere is names', () => {
    expect(parse({ db: { password: { region: 'x' } } })).to.deep.equal({
      'db.password.region': 'x',
    });
  });

  it('a name without a value is as good as absent', () => {
    expect(parse({ a: null, b: '' })).to.deep.equal({ b: '' });
  });

  it('one name written in two ways is refused', () => {
    expect(refusal(`{"a.b":"${canary}","a":{"b":"x"}}`, 'json').message).to.equal(
      'app.conf: the property "a.b" is defined twice.',
    );
  });

  it('any text is either properties or refused with our own error', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.json(), fc.string()),
        fc.constantFrom('json', 'yaml'),
        (text, format) => {
          try {
            const properties = parseProperties(text, format);
            expect(Object.values(properties).every((value) => typeof value === 'string')).to.equal(
              true,
            );
          } catch (error) {
            expect(error).to.have.property('code', 'ERR_DECRYPTER_CONFIG_FILE');
          }
        },
      ),
    );
  });

  it('names of object members do no harm', () => {
    const properties = parseProperties('{"__proto__":{"x":"1"},"constructor":"y"}', 'json');
    expect({ ...properties }).to.deep.equal({ '__proto__.x': '1', constructor: 'y' });
    expect(Reflect.get({}, 'x')).to.equal(undefined);
  });

  it('a dotted name below a password belongs to its name, not to its coordinates', () => {
    const nested = { db: { password: { ...coordinates, 'decrypter.classname': 'X' } } };
    expect(parse(nested)).to.deep.equal({
      'db.password': JSON.stringify(coordinates),
      'db.password.decrypter.classname': 'X',
    });
  });

  it('coordinates nested too deeply are refused in both formats', () => {
    const deep = (levels: number) =>
      `{"p.decrypter.classname":"X","p":{"${canary}":${'['.repeat(levels)}${']'.repeat(levels)}}}`;
    for (const levels of [100, 4_000, 100_000]) {
      expect(refusal(deep(levels), 'json').message).to.include('nested too deeply');
      expect(refusal(deep(levels), 'yaml').message).to.match(/nested too deeply|not YAML/);
    }
  });
});
