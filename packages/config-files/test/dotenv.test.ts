import fc from 'fast-check';
import { expect } from 'chai';
import { parseProperties } from '@password-decrypter/config-files';

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

  it('any text is read, into plain text', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('A', '_', '=', "'", '"', '`', '#', '\\', '$', ' ', '\n', '.'),
        }),
        (text) => {
          for (const value of Object.values(parseProperties(text, 'env'))) {
            expect(value).to.be.a('string');
          }
        },
      ),
    );
  });
});
