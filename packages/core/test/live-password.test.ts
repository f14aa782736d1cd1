import { expect } from 'chai';
import { BackendUnavailableError, createDecrypters } from '@password-decrypter/core';

import { failure, pluginOf, warningsDuring } from './support.js';

describe('the live password', () => {
  let password: string;
  let down: boolean;
  let calls: number;

  beforeEach(() => {
    password = 'one';
    down = false;
    calls = 0;
  });

  const plugin = pluginOf('D', async () => {
    calls += 1;
    if (down) throw new BackendUnavailableError('Down.', { hint: 'Wait.' });
    return password;
  });
  const properties = { p: 'v', 'p.decrypter.classname': 'D', plain: 'as it stands' };
  const decryptersOf = (cache?: false) =>
    createDecrypters({ plugins: [plugin], ...(cache === false && { cache }) });

  it('gives the password, from one backend call however often it is asked', async () => {
    const live = decryptersOf().password(properties);
    expect(live.property).to.equal('p');
    expect(
      new Set(await Promise.all(Array.from({ length: 10_000 }, () => live.get()))),
    ).to.deep.equal(new Set(['one']));
    expect(await live.get()).to.equal('one');
    expect(calls).to.equal(1);
  });

  it('shares what is known with decrypt and resolve', async () => {
    const decrypters = decryptersOf();
    await decrypters.resolve(properties);
    await decrypters.decrypt('D', 'v');
    await (await decrypters.select('D')).decrypt('v');
    await decrypters.password(properties, 'p').get();
    expect(calls).to.equal(1);
  });

  it('refresh says whether the password rotated, and listeners are told once', async () => {
    const live = decryptersOf().password(properties);
    const seen: string[] = [];
    const end = live.onRotation((next) => seen.push(next));
    await live.get();
    expect(await live.refresh()).to.equal(false);
    password = 'two';
    expect(await live.refresh({ refused: 'one' })).to.equal(true);
    expect(await live.refresh({ refused: 'one' })).to.equal(true);
    expect(await live.get()).to.equal('two');
    end();
    password = 'three';
    expect(await live.refresh()).to.equal(true);
    expect(seen).to.deep.equal(['two']);
    expect(calls).to.equal(4);
  });

  it('a handle that is made late knows what was given out before', async () => {
    const decrypters = decryptersOf();
    await decrypters.decrypt('D', 'v');
    const live = decrypters.password(properties);
    const seen: string[] = [];
    live.onRotation((next) => seen.push(next));
    await live.get();
    password = 'two';
    await live.refresh();
    expect(seen).to.deep.equal(['two']);
  });

  it('callers whose login was refused with the same password share one call, rotated or not', async () => {
    const live = decryptersOf().password(properties);
    await live.get();
    const said = await Promise.all(
      Array.from({ length: 100 }, () => live.refresh({ refused: 'one' })),
    );
    expect(new Set(said)).to.deep.equal(new Set([false]));
    expect(calls).to.equal(2);
  });

  it('whoever listens after the password was given out hears of the next', async () => {
    const live = decryptersOf().password(properties);
    await live.get();
    const seen: string[] = [];
    live.onRotation((next) => seen.push(next))();
    live.onRotation((next) => seen.push(next));
    password = 'two';
    await live.refresh();
    expect(seen).to.deep.equal(['two']);
  });

  it('an error names the property', async () => {
    down = true;
    const error = await failure(decryptersOf().password(properties).get());
    expect(error).to.include({ property: 'p', code: 'ERR_DECRYPTER_UNAVAILABLE' });
  });

  it('a listener that throws keeps the password from nobody', async () => {
    const live = decryptersOf().password(properties);
    const seen: string[] = [];
    live.onRotation(() => {
      throw new Error('mine');
    });
    live.onRotation((next) => seen.push(next));
    await live.get();
    password = 'two';
    const warnings = await warningsDuring(() => live.refresh());
    expect(warnings).to.deep.equal(['ROTATION_LISTENER_FAILED']);
    expect(seen).to.deep.equal(['two']);
  });

  it('a listener that rejects is a warning', async () => {
    const live = decryptersOf().password(properties);
    live.onRotation(() => Promise.reject(new Error('mine')));
    await live.get();
    password = 'two';
    const warnings = await warningsDuring(async () => {
      await live.refresh();
      await new Promise((resolve) => setImmediate(resolve));
    });
    expect(warnings).to.deep.equal(['ROTATION_LISTENER_FAILED']);
  });

  it('without a cache the backend is asked every time, and rotation is still seen', async () => {
    const live = decryptersOf(false).password(properties);
    await live.get();
    await live.get();
    expect(calls).to.equal(2);
    password = 'two';
    expect(await live.refresh({ refused: 'one' })).to.equal(true);
    down = true;
    for (let time = 0; time < 3; time += 1) await failure(live.get());
    expect(calls).to.equal(6);
  });

  it('a property without a classname is its own password for good', async () => {
    const live = decryptersOf().password(properties, 'plain');
    expect(await live.get()).to.equal('as it stands');
    expect(await live.refresh()).to.equal(false);
    expect(calls).to.equal(0);
  });

  it('says which property is meant where there is none, or more than one', () => {
    const decrypters = decryptersOf();
    const two = { ...properties, q: 'v', 'q.decrypter.classname': 'D' };
    expect(() => decrypters.password(two)).to.throw('several passwords: p, q');
    expect(() => decrypters.password({})).to.throw('No property names a decrypter');
    expect(() => decrypters.password(properties, 'plaim'))
      .to.throw('no property "plaim"')
      .with.property('hint', 'Did you mean plain?');
  });

  it('disposal ends the listening; after the decrypters are gone, calls are refused', async () => {
    const decrypters = decryptersOf();
    const live = decrypters.password(properties);
    const seen: string[] = [];
    live.onRotation((next) => seen.push(next));
    await live.get();
    live[Symbol.dispose]();
    password = 'two';
    expect(await live.refresh()).to.equal(true);
    expect(seen).to.deep.equal([]);
    await decrypters[Symbol.asyncDispose]();
    expect((await failure(live.get())).message).to.include('disposed');
  });

  it('cache options that make no sense are refused', () => {
    for (const cache of [
      { ttlMs: -1 },
      { max: 0 },
      { max: 1.5 },
      { jitter: 2 },
      { staleMs: NaN },
    ]) {
      expect(() => createDecrypters({ plugins: [], cache })).to.throw(RangeError, /^cache\./);
    }
    const misspelt: object = { ttlMS: 5 };
    expect(() => createDecrypters({ plugins: [], cache: misspelt })).to.throw(
      'There is no option cache.ttlMS. Did you mean ttlMs?',
    );
  });
});
