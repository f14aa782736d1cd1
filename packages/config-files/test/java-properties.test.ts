import fc from 'fast-check';
import { expect } from 'chai';
import { parseProperties } from '@password-decrypter/config-files';

import { canary, refusal } from './support.js';

/** Each as java.util.Properties of Java 17 reads it. */
const asJavaReads: readonly (readonly [string, Record<string, string>])[] = [
  ['a=1\nb : 2\nc 3\n', { a: '1', b: '2', c: '3' }],
  [' d\\ e = x\\\n   y \n', { 'd e': 'xy ' }],
  ['f=\\u0041\\t\\\\ \\q\n', { f: 'A\t\\ q' }],
  ['!c\n  #d\ng\n', { g: '' }],
  ['\\:k\\==v=w', { ':k=': 'v=w' }],
  ['last=x\\', { last: 'x' }],
  ['k = \\ v', { k: ' v' }],
  ['a\\\n b = c', { ab: 'c' }],
  ['p=\\\r\n  #no\\\r\n  z', { p: '#noz' }],
  ['x=\\u20ac€', { x: '€€' }],
  ['e=', { e: '' }],
  ['t\t:\tv', { t: 'v' }],
  ['m==v', { m: '=v' }],
  ['c=a\\nb\\fz\\rq', { c: 'a\nb\fz\rq' }],
  ['\\\n!x\na=1', { a: '1' }],
  ['a=1\n \\\r\n\r\nb=2', { a: '1', b: '2' }],
  ['a=b\\\n\\u0\\\n041', { a: 'bA' }],
];

describe('Java .properties', () => {
  for (const [text, properties] of asJavaReads) {
    it(`reads ${JSON.stringify(text)} as Java does`, () => {
      expect(parseProperties(text, 'properties')).to.deep.equal(properties);
    });
  }

  it('whatever a password is, it comes back', () => {
    const escape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
    // Unit by unit, as Java does: a surrogate pair is two escapes.
    const escaped = (text: string) => text.replace(/[^a-z0-9]/g, escape);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = `jdbc.password=${escaped(text)}\n`;
        expect(parseProperties(line, 'properties')).to.deep.equal({ 'jdbc.password': text });
      }),
    );
  });

  it('a bad escape is refused by its line; in a comment it is none', () => {
    const text = `# C:\\users\na=1\nb=${canary}\\u00zz\n`;
    expect(refusal(text, 'properties').message).to.match(/^app\.conf, line 3: there is a "\\u"/);
    const continued = `a=\\\n# \\u00${canary}`;
    expect(refusal(continued, 'properties').message).to.match(/^app\.conf, line 2: /);
    expect(parseProperties('# C:\\users\na=1', 'properties')).to.deep.equal({ a: '1' });
  });

  it('a name that is there twice is refused by its line', () => {
    const error = refusal(`a=${canary}\n\na=${canary}`, 'properties');
    expect(error.message).to.equal('app.conf, line 3: the property "a" is defined twice.');
    expect(error.property).to.equal('a');
  });
});
