import { expect } from 'chai';
import { createDecrypters, type DecrypterPlugin } from '@password-decrypter/core';

import { failure, pluginOf } from './support.js';

describe('registry', () => {
  const identity = async (value: string) => value;

  it('finds a decrypter by its classname and by each alias', async () => {
    const decrypters = createDecrypters({
      plugins: [pluginOf('Acme', identity, { aliases: ['com.acme.Store'] })],
    });
    expect(await decrypters.decrypt('Acme', 'v')).to.equal('v');
    expect(await decrypters.decrypt('com.acme.Store', 'v')).to.equal('v');
  });

  it('an unknown name lists what is registered and the nearest spelling', async () => {
    const decrypters = createDecrypters({ plugins: [pluginOf('AcmeDecrypter', identity)] });
    const error = await failure(decrypters.select('acmeDecripter'));
    expect(error.code).to.equal('ERR_DECRYPTER_UNKNOWN');
    expect(error.hint).to.include('Did you mean AcmeDecrypter?');
    expect((await failure(decrypters.select('Zzz'))).hint).to.match(/^Registered: AcmeDecrypter/);
  });

  it('names of object members select nothing', async () => {
    const decrypters = createDecrypters({ plugins: [pluginOf('Acme', identity)] });
    for (const name of ['constructor', '__proto__', 'toString', 'node:fs', './index.js']) {
      expect((await failure(decrypters.select(name))).code).to.equal('ERR_DECRYPTER_UNKNOWN');
    }
  });

  it('a name taken twice is refused, naming both plugins', () => {
    const one = pluginOf('Acme', identity, { name: 'plugin-one' });
    const two = pluginOf('Other', identity, { name: 'plugin-two', aliases: ['Acme'] });
    expect(() => createDecrypters({ plugins: [one, two] }))
      .to.throw('"Acme" is registered by "plugin-one" and again by "plugin-two"')
      .with.property('code', 'ERR_DECRYPTER_NOT_LOADED');
  });

  it('something that is no plugin is refused by its place in the list', () => {
    const wrong = [undefined, {}, { name: 'x' }, { name: 'x', decrypters: [{ classname: 'A' }] }];
    for (const plugin of wrong) {
      expect(() => createDecrypters({ plugins: [plugin as unknown as DecrypterPlugin] }))
        .to.throw('plugins[0]')
        .with.property('code', 'ERR_DECRYPTER_NOT_LOADED');
    }
  });
});
