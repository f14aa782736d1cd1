import fc from 'fast-check';
import { expect } from 'chai';
import { parseProperties } from '@password-decrypter/config-files';

import { canary, refusal } from './support.js';

const coordinates = { region: 'ap-southeast-2', secretId: 'mySecretId' };

describe('JSON', () => {
  const parse = (value: unknown) => parseProperties(JSON.stringify(value), 'json');

  it('nested objects become dotted names', () => {
    expect(parse({ a: { b: { c: 'x' } }, 'd.e': 'y' })).to.deep.equal({ 'a.b.c': 'x', 'd.e': 'y' });
  });

  it('numbers keep their text, lists of plain values become comma separated', () => {
    const text = '{"n":1.10,"big":12345678901234567890,"t":true,"l":["a",1],"o":[{"a":1.0}]}';
    expect(parseProperties(text, 'json')).to.deep.equal({
      n: '1.10',
      big: '12345678901234567890',
      t: 'true',
      l: 'a,1',
      o: '[{"a":1.0}]',
    });
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

  it('what is not JSON, or no object, is refused, by its line where known', () => {
    const told = (text: string) => refusal(text, 'json').message;
    expect(told(`{\n"a": "${canary}",\n}`)).to.match(/^app\.conf, line 3: this is not JSON/);
    expect(told(`{"a":1,\n"a":"${canary}"}`)).to.match(/^app\.conf, line 2: a name is there twice/);
    expect(told(`"${canary}`)).to.include('not JSON');
    expect(told(`"${canary}"`)).to.include('not an object');
    expect(told(`["${canary}"]`)).to.include('not an object');
    expect(told('')).to.include('not JSON');
    expect(told('{"a":'.repeat(100) + '1' + '}'.repeat(100))).to.include('nested too deeply');
    expect(told('['.repeat(200_000))).to.include('nested too deeply');
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
});

describe('YAML', () => {
  const parse = (text: string) => parseProperties(text, 'yaml');

  it('reads nested names, coordinates as an object, and scalars as they are written', () => {
    const properties = parse(`
# a comment
db:
  password:
    decrypter: { classname: X }
    region: ap-southeast-2
    secretId: mySecretId
pin: 0123
version: 1.10
hex: 0x1F
yes: true
text: "a: b"
list: [a, b]
`);
    expect(properties).to.deep.equal({
      'db.password.decrypter.classname': 'X',
      'db.password': JSON.stringify(coordinates),
      pin: '0123',
      version: '1.10',
      hex: '0x1F',
      yes: 'true',
      text: 'a: b',
      list: 'a,b',
    });
  });

  it('a file without properties has none', () => {
    expect(parse('')).to.deep.equal({});
    expect(parse('# nothing yet\n')).to.deep.equal({});
  });

  it('aliases stand for what they name, up to a bound', () => {
    expect(parse('a: &x { b: 1 }\nc: *x')).to.deep.equal({ 'a.b': '1', 'c.b': '1' });
    const bomb = ['a0: &a0 [x,x,x,x,x,x,x,x,x]'];
    for (let n = 1; n < 9; n++)
      bomb.push(
        `a${n}: &a${n} [${Array(9)
          .fill(`*a${n - 1}`)
          .join(',')}]`,
      );
    expect(refusal(bomb.join('\n'), 'yaml').message).to.include('too many');
    expect(refusal('a: &a [*a]', 'yaml').message).to.include('nested too deeply');
  });

  it('what is not YAML is refused by its line', () => {
    const told = (text: string) => refusal(text, 'yaml').message;
    expect(told(`a: "${canary}\nb: 1`)).to.match(/^app\.conf, line \d: this is not YAML/);
    expect(told(`a: 1\na: ${canary}`)).to.match(/^app\.conf, line 2: a name is there twice/);
    expect(told(`a: 1\n---\nb: ${canary}`)).to.include('more than one YAML document');
    expect(told(`a: !js/function ${canary}`)).to.include('a tag');
    expect(told(`- ${canary}`)).to.include('not an object');
    expect(told(canary)).to.include('not an object');
    expect(told(`? [${canary}]\n: x`)).to.include('not a text');
  });
});
