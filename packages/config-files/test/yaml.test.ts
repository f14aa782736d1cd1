import { expect } from 'chai';
import { parseProperties } from '@password-decrypter/config-files';

import { canary, refusal } from './support.js';

const coordinates = { region: 'ap-southeast-2', secretId: 'mySecretId' };

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
    expect(told(`a: 1\na: ${canary}`)).to.match(/^app\.conf, line 2: the name "a" is there twice/);
    expect(told(`a: 1\n---\nb: ${canary}`)).to.include('more than one YAML document');
    expect(told(`a: !js/function ${canary}`)).to.include('a tag');
    expect(told(`- ${canary}`)).to.include('not an object');
    expect(told(canary)).to.include('not an object');
    expect(told(`? [${canary}]\n: x`)).to.include('not a text');
  });

  it('names that are one text are one name, however YAML tells them apart', () => {
    for (const other of ['"1"', "'1'", '!!str 1']) {
      expect(refusal(`1: ${canary}\n${other}: x`, 'yaml').message).to.equal(
        'app.conf, line 2: the name "1" is there twice in one object.',
      );
    }
  });

  it('an alias stands for the nearest anchor before it, and one without an anchor is refused', () => {
    const text = 'a: &x { v: &y 1 }\nb: &y 2\nc: *x\nd: *y';
    expect(parse(text)).to.deep.equal({ 'a.v': '1', b: '2', 'c.v': '1', d: '2' });
    expect(refusal(`a: 1\nb: *${canary}`, 'yaml').message).to.match(
      /^app\.conf, line 2: there is an alias/,
    );
  });

  it('what YAML reads as no text is refused instead of lost', () => {
    expect(refusal('a: !!binary aGk=', 'yaml').message).to.include('a tag');
  });

  it('in coordinates, numbers and booleans of JSON stay what they are', () => {
    expect(parse('p.decrypter.classname: X\np: { a: true, b: 1.10, c: 010 }').p).to.equal(
      '{"a":true,"b":1.10,"c":"010"}',
    );
  });

  it('what is nested endlessly is refused before it is parsed', () => {
    const indented = Array.from({ length: 600 }, (_, level) => `${' '.repeat(level)}a:`).join('\n');
    for (const text of [
      '['.repeat(200_000),
      '{a: '.repeat(100_000),
      '- '.repeat(200_000),
      indented,
    ]) {
      expect(refusal(text, 'yaml').message).to.include('nested too deeply');
    }
  });
});
