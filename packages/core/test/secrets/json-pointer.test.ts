import { subscribe, unsubscribe } from 'node:diagnostics_channel';

import { expect } from 'chai';
import fc from 'fast-check';
import { extractPassword, isDecrypterError, warningChannelName } from '@password-decrypter/core';

function codeOf(secret: string, pointer: string): string {
  try {
    extractPassword(secret, pointer);
  } catch (error) {
    if (isDecrypterError(error)) return error.code;
    throw error;
  }
  return expect.fail('it should have been refused');
}

describe('JSON pointer', () => {
  const secret = JSON.stringify({
    password: 'hunter2',
    'a/b': { 'c~d': 'deep' },
    list: ['zero', 'one'],
    yes: true,
    nothing: null,
    '': 'empty name',
  });

  it('finds members, escaped members and list entries', () => {
    expect(extractPassword(secret, '/password')).to.equal('hunter2');
    expect(extractPassword(secret, '/a~1b/c~0d')).to.equal('deep');
    expect(extractPassword(secret, '/list/1')).to.equal('one');
    expect(extractPassword(secret, '/')).to.equal('empty name');
  });

  it('without a pointer the text is the password', () => {
    expect(extractPassword(secret, undefined)).to.equal(secret);
  });

  it('an empty pointer means the whole document', () => {
    expect(extractPassword('"hunter2"', '')).to.equal('hunter2');
    expect(codeOf(secret, '')).to.equal('ERR_DECRYPTER_SECRET_FORMAT');
  });

  it('numbers and booleans become their JSON text, to the last digit', () => {
    expect(extractPassword('{"n":12345678901234567890.10}', '/n')).to.equal(
      '12345678901234567890.10',
    );
    expect(extractPassword(secret, '/yes')).to.equal('true');
  });

  it('what an object inherits is not found', () => {
    const inherited = ['/__proto__', '/constructor', '/toString', '/list/length', '/list/01'];
    const deeper = ['/password/length', '/list/-', '/__proto__/polluted', '/password/0'];
    for (const pointer of [...inherited, ...deeper, '/nowhere']) {
      expect(codeOf(secret, pointer), pointer).to.equal('ERR_DECRYPTER_SECRET_NOT_FOUND');
    }
  });

  it('a null, an object or an array at the path is told apart', () => {
    const kinds = { '/nothing': 'null', '/a~1b': 'an object', '/list': 'an array' };
    for (const [pointer, kind] of Object.entries(kinds)) {
      expect(() => extractPassword(secret, pointer)).to.throw(`has ${kind} at`);
    }
  });

  it('a bad escape is refused', () => {
    expect(codeOf(secret, '/a~2b')).to.equal('ERR_DECRYPTER_INVALID_VALUE');
    expect(codeOf(secret, '/a~')).to.equal('ERR_DECRYPTER_INVALID_VALUE');
  });

  it('a secret that is not JSON is refused without being quoted', () => {
    expect(() => extractPassword('hunter2', '/password'))
      .to.throw('is not JSON')
      .with.property('message')
      .that.does.not.include('hunter2');
  });

  it('a secret that is nested endlessly is refused, whatever it would do to a parser', () => {
    for (const open of ['[', '{"a":', '{"a":[']) {
      expect(() => extractPassword(open.repeat(30_000), '/a')).to.throw('not JSON');
    }
    expect(extractPassword(`{"a":"${'['.repeat(1000)}"}`, '/a')).to.equal('['.repeat(1000));
  });

  it('a missing leading slash is forgiven, with a warning', () => {
    const heard: unknown[] = [];
    const listen = (warning: unknown) => heard.push(warning);
    subscribe(warningChannelName, listen);
    try {
      expect(extractPassword(secret, 'password')).to.equal('hunter2');
    } finally {
      unsubscribe(warningChannelName, listen);
    }
    expect(heard).to.have.nested.property('[0].code', 'POINTER_WITHOUT_SLASH');
  });

  it('every string member of any object is found at its pointer', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (name, password) => {
        fc.pre(name !== '__proto__');
        const pointer = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        expect(extractPassword(JSON.stringify({ [name]: password }), pointer)).to.equal(password);
      }),
    );
  });
});
