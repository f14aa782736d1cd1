import fc from 'fast-check';
import { expect } from 'chai';
import { parseProperties } from '@password-decrypter/config-files';

import { canary, refusal } from './support.js';

describe('.env', () => {
  it('is read in the dialect of dotenv, with the names of the environment', () => {
    const text = `
# a comment
export JDBC_PASSWORD_DECRYPTER_CLASSNAME=PlaintextDecrypter
JDBC_PASSWORD='a # b'
COORDINATES='{"region":"eu-west-1"}'
LINES="a\\nb"`;
    expect(parseProperties(text, 'env')).to.deep.equal({
      'jdbc.password.decrypter.classname': 'PlaintextDecrypter',
      'jdbc.password': 'a # b',
      coordinates: '{"region":"eu-west-1"}',
      lines: 'a\nb',
    });
  });

  it('of a name that is there twice, the last counts', () => {
    expect(parseProperties('A_B=1\nA_B=2', 'env')).to.deep.equal({ 'a.b': '2' });
    expect(parseProperties('a.b=1\nA_B=2', 'env')).to.deep.equal({ 'a.b': '1' });
  });

  it('a line that would be passed over is refused, with its number', () => {
    const error = refusal(`A=1\nDB_PASSWORD ${canary}\n`, 'env');
    expect(error.message).to.equal('app.conf, line 2: this is not NAME=value.');
    for (const text of ['K="a\nb" # comment', 'K="a\nb\\nc\nd"', 'K="a\nb"\nK=c']) {
      expect(parseProperties(text, 'env')).to.have.property('k');
    }
    expect(parseProperties('A="one\ntwo\nthree"\nB: 4', 'env')).to.deep.equal({
      a: 'one\ntwo\nthree',
      b: '4',
    });
  });

  it('any text is read into plain text, or refused', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('A', '_', '=', "'", '"', '`', '#', '\\', '$', ' ', '\n', '.'),
        }),
        (text) => {
          try {
            const values: unknown[] = Object.values(parseProperties(text, 'env'));
            for (const value of values) expect(value).to.be.a('string');
          } catch (error) {
            expect(error).to.have.property('code', 'ERR_DECRYPTER_CONFIG_FILE');
          }
        },
      ),
    );
  });
});
