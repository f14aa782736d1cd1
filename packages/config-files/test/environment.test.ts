import { expect } from 'chai';
import { environmentProperties } from '@password-decrypter/config-files';

describe('environment', () => {
  it('relaxed names stand for dotted ones', () => {
    const properties = environmentProperties({
      JDBC_PASSWORD_DECRYPTER_CLASSNAME: 'PlaintextDecrypter',
      JDBC_PASSWORD: ' s3cret ',
      EMPTY: '',
      ABSENT: undefined,
    });
    expect(properties).to.deep.equal({
      'jdbc.password.decrypter.classname': 'PlaintextDecrypter',
      'jdbc.password': ' s3cret ',
      empty: '',
    });
  });

  it('a name with a dot is taken as it is, and goes before a relaxed one', () => {
    expect(environmentProperties({ 'jdbc.Password': 'a' })).to.deep.equal({ 'jdbc.Password': 'a' });
    expect(environmentProperties({ 'jdbc.password': 'a', JDBC_PASSWORD: 'b' })).to.deep.equal({
      'jdbc.password': 'a',
    });
  });

  it('is the environment of the process by default', () => {
    process.env.CONFIG_FILES_TEST = 'x';
    expect(environmentProperties()['config.files.test']).to.equal('x');
    delete process.env.CONFIG_FILES_TEST;
  });
});
