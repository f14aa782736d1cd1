import fc from 'fast-check';
import { expect } from 'chai';
import { parseProperties } from '@password-decrypter/config-files';

import { canary, refusal } from './support.js';

describe('JSON', () => {
  const parse = (value: unknown) => parseProperties(JSON.stringify(value), 'json');

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

  it('whatever properties are, they come back', () => {
    // A name that ends in the classname's suffix would make others coordinates.
    const name = fc.string({ unit: 'binary' }).filter((text) => !text.includes('decrypter'));
    fc.assert(
      fc.property(fc.dictionary(name, fc.string({ unit: 'grapheme' })), (properties) => {
        const entries = Object.entries(parse(properties));
        expect(entries).to.have.deep.members(Object.entries(properties));
      }),
    );
  });
});
