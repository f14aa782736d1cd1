import { expect } from 'chai';
import { isDecrypterError } from '@password-decrypter/core';
import { passwordOnly, rdsSettings } from '@password-decrypter/databases';

describe('connection settings', () => {
  it('a secret is the password', () => {
    expect(passwordOnly('{"x":1}')).to.deep.equal({ password: '{"x":1}' });
  });

  it('a secret that AWS rotates for RDS has user, place and password', () => {
    const secret = { engine: 'postgres', host: 'db', port: '5432', dbname: 'app' };
    const settings = { host: 'db', port: 5432, database: 'app', user: 'blue', password: 's3cret' };
    const written = JSON.stringify({ ...secret, username: 'blue', password: 's3cret' });
    expect(rdsSettings(written)).to.deep.equal(settings);
    expect(rdsSettings('{"username":"blue","password":"s3cret"}')).to.deep.equal({
      user: 'blue',
      password: 's3cret',
    });
  });

  it('what is not such a secret is refused without being quoted', () => {
    const wrong = ['hunter2', '"hunter2"', 'null', '{"password":"hunter2"}', '[]'];
    const badPort = '{"username":"a","password":"hunter2","port":"hunter2"}';
    for (const secret of [...wrong, badPort]) {
      try {
        rdsSettings(secret);
        expect.fail(`${secret} was taken`);
      } catch (error) {
        if (!isDecrypterError(error)) throw error;
        expect(error.code).to.equal('ERR_DECRYPTER_SECRET_FORMAT');
        expect(JSON.stringify(error)).not.to.include('hunter2');
      }
    }
  });
});
