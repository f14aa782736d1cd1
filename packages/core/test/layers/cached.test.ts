import { subscribe, unsubscribe } from 'node:diagnostics_channel';

import { expect } from 'chai';
import fc from 'fast-check';
import sinon from 'sinon';
import {
  AccessDeniedError,
  BackendUnavailableError,
  DecrypterFailedError,
  errorChannelName,
  isDecrypterError,
  refreshChannelName,
  rotationChannelName,
} from '@password-decrypter/core';

import { Cached } from '../../dist/layers/cached.js';
import { coalesced } from '../../dist/layers/coalesced.js';
import { deferred, failure, never } from '../support.js';

const minute = 60_000;
const hour = 60 * minute;
const options = {
  ttlMs: 5 * minute,
  jitter: 0,
  staleMs: hour,
  staleOnErrorMs: 24 * hour,
  max: 3,
  retryAfterMs: 1000,
};

const outage = () => new BackendUnavailableError('Down.', { hint: 'Wait.' });
const refusal = () => new AccessDeniedError('No.', { hint: 'Ask.' });

/** A backend with one password, which can be replaced, and can fail. */
class Backend {
  password = 'one';
  error: (() => Error) | undefined;
  calls = 0;

  readonly decrypt = async (): Promise<string> => {
    this.calls += 1;
    if (this.error !== undefined) throw this.error();
    return this.password;
  };
}

describe('cached', () => {
  let clock: sinon.SinonFakeTimers;
  let chance: sinon.SinonStub<[], number>;
  let backend: Backend;

  beforeEach(() => {
    clock = sinon.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout', 'Date'] });
    chance = sinon.stub(Math, 'random').returns(0);
    backend = new Backend();
  });
  afterEach(() => {
    chance.restore();
    clock.restore();
  });

  const cacheOf = (more: Partial<typeof options> = {}) =>
    new Cached(coalesced({ decrypt: backend.decrypt }), 'D', { ...options, ...more });
  const get = (cache: Cached, value = 'v') => cache.decrypt(value, { signal: never });
  /** Lets what goes on behind the caller come to its end. */
  const settle = () => new Promise((resolve) => setImmediate(resolve));

  it('a password is fresh for its time to live', async () => {
    const cache = cacheOf();
    expect(cache.fresh('v')).to.equal(undefined);
    await get(cache);
    backend.password = 'two';
    clock.tick(5 * minute - 1);
    expect(await get(cache)).to.equal('one');
    expect(await cache.fresh('v')).to.equal('one');
    expect(backend.calls).to.equal(1);
  });

  it('after that it is served at once, and renewed behind the caller by one call', async () => {
    const cache = cacheOf();
    await get(cache);
    backend.password = 'two';
    clock.tick(5 * minute);
    expect(cache.fresh('v')).to.equal(undefined);
    const served = await Promise.all(Array.from({ length: 100 }, () => get(cache)));
    expect(new Set(served)).to.deep.equal(new Set(['one']));
    await settle();
    expect(await get(cache)).to.equal('two');
    expect(backend.calls).to.equal(2);
  });

  it('beyond the limit the caller waits for the backend', async () => {
    const cache = cacheOf();
    await get(cache);
    backend.password = 'two';
    clock.tick(5 * minute + hour);
    expect(await get(cache)).to.equal('two');
  });

  it('jitter makes the time to live shorter, never longer', async () => {
    const cache = cacheOf({ jitter: 0.1 });
    chance.returns(1);
    await get(cache);
    clock.tick(4.5 * minute - 1);
    expect(cache.fresh('v')).not.to.equal(undefined);
    clock.tick(1);
    expect(cache.fresh('v')).to.equal(undefined);
  });

  it('while the backend is down the last good password lives on, up to the longer limit', async () => {
    const cache = cacheOf();
    await get(cache);
    backend.error = outage;
    clock.tick(2 * hour);
    expect(await get(cache)).to.equal('one');
    clock.tick(22 * hour - 1);
    expect(await get(cache)).to.equal('one');
    await settle();
    clock.tick(minute);
    expect((await failure(get(cache))).code).to.equal('ERR_DECRYPTER_UNAVAILABLE');
    backend.error = undefined;
    clock.tick(minute);
    expect(await get(cache)).to.equal('one');
  });

  it('a permanent refusal ends it', async () => {
    const cache = cacheOf();
    await get(cache);
    backend.error = refusal;
    clock.tick(5 * minute);
    expect(await get(cache)).to.equal('one');
    await settle();
    expect((await failure(get(cache))).code).to.equal('ERR_DECRYPTER_ACCESS_DENIED');
  });

  it('a defect of the plugin does not end it', async () => {
    const cache = cacheOf();
    await get(cache);
    backend.error = () => new DecrypterFailedError('Defect.', { hint: 'Tell.' });
    clock.tick(5 * minute);
    await get(cache);
    await settle();
    expect(await get(cache)).to.equal('one');
  });

  it('a refresh that joins a renewal from before the refusal asks once more', async () => {
    const answers = [deferred<string>(), deferred<string>(), deferred<string>()];
    let asked = 0;
    const layer = coalesced({ decrypt: () => answers[asked++]?.promise ?? Promise.resolve('') });
    const cache = new Cached(layer, 'D', options);
    answers[0]?.resolve('one');
    await get(cache);
    clock.tick(5 * minute);
    await get(cache);
    const refreshed = cache.refresh('v', { signal: never }, 'one');
    answers[1]?.resolve('one');
    answers[2]?.resolve('two');
    expect(await refreshed).to.equal(true);
    expect(asked).to.equal(3);
  });

  it('attempts that fail are spaced, farther and farther, so that a hot loop asks rarely', async () => {
    const cache = cacheOf();
    backend.error = outage;
    let asked = 0;
    for (let elapsed = 0; elapsed < 10 * minute; elapsed += 100) {
      await failure(get(cache));
      asked += 1;
      clock.tick(100);
    }
    expect(asked).to.equal(6000);
    // 1 + 2 + 4 + 8 + 16 seconds, then every 30.
    expect(backend.calls).to.be.within(20, 26);
    backend.error = undefined;
    clock.tick(30_000);
    expect(await get(cache)).to.equal('one');
  });

  it('chance leaves off up to a half of a pause, so that those who failed together come apart', async () => {
    const cache = cacheOf();
    backend.error = outage;
    chance.returns(1);
    await failure(get(cache));
    clock.tick(499);
    await failure(get(cache));
    expect(backend.calls).to.equal(1);
    clock.tick(1);
    await failure(get(cache));
    expect(backend.calls).to.equal(2);
  });

  it('refresh asks at once, says whether the password rotated, and is shared', async () => {
    const cache = cacheOf();
    await get(cache);
    const refresh = (refused?: string) => cache.refresh('v', { signal: never }, refused);
    expect(await refresh()).to.equal(false);
    backend.password = 'two';
    expect(await Promise.all(Array.from({ length: 50 }, () => refresh('one')))).to.include(true);
    expect(backend.calls).to.equal(3);
    expect(await refresh('one')).to.equal(true);
    expect(backend.calls).to.equal(3);
    expect(await refresh('two')).to.equal(false);
    expect(await get(cache)).to.equal('two');
  });

  it('a caller who gives up is no failure of the backend', async () => {
    const gate = deferred<string>();
    const cache = new Cached(coalesced({ decrypt: () => gate.promise }), 'D', options);
    const abort = new AbortController();
    const leaving = cache.decrypt('v', { signal: abort.signal });
    abort.abort(new Error('enough'));
    expect(await leaving.catch((reason: unknown) => reason)).to.equal(abort.signal.reason);
    const staying = get(cache);
    gate.resolve('one');
    expect(await staying).to.equal('one');
  });

  it('a failure of long ago is no reason to serve an old password unasked', async () => {
    const cache = cacheOf();
    await get(cache);
    backend.error = outage;
    clock.tick(5 * minute);
    await get(cache);
    await settle();
    backend.error = undefined;
    backend.password = 'two';
    clock.tick(3 * hour);
    expect(await get(cache)).to.equal('two');
  });

  it('what comes for an entry that has gone meanwhile is not kept', async () => {
    const gates = new Map<string, ReturnType<typeof deferred<string>>>();
    const decrypt = (value: string) => {
      const gate = deferred<string>();
      gates.set(value, gate);
      return gate.promise;
    };
    const cache = new Cached(coalesced({ decrypt }), 'D', options);
    const all = ['a', 'b', 'c', 'd'].map((value) => get(cache, value));
    for (const gate of gates.values()) gate.resolve('one');
    await Promise.all(all);
    expect(cache.fresh('a')).to.equal(undefined);
    expect(clock.countTimers()).to.equal(3);
  });

  it('beyond its size the least recently used password goes', async () => {
    const cache = cacheOf();
    for (const value of ['a', 'b', 'c']) await get(cache, value);
    await get(cache, 'a');
    await get(cache, 'd');
    expect(cache.fresh('a')).not.to.equal(undefined);
    expect(cache.fresh('b')).to.equal(undefined);
  });

  it('disposal forgets passwords and refuses calls', async () => {
    const cache = cacheOf();
    await get(cache);
    cache[Symbol.dispose]();
    expect(cache.fresh('v')).to.equal(undefined);
    expect((await failure(get(cache))).message).to.include('disposed');
  });

  it('renewals, rotations and errors are told on their channels, without values', async () => {
    const told: [string, object][] = [];
    const channels = [refreshChannelName, rotationChannelName, errorChannelName];
    const listen = (event: unknown, name: string | symbol) =>
      told.push([String(name), event as object]);
    for (const name of channels) subscribe(name, listen);
    try {
      const cache = cacheOf();
      await get(cache);
      backend.password = 'hunter2';
      await cache.refresh('v', { signal: never, property: 'db.password' });
      backend.error = outage;
      clock.tick(5 * minute);
      await get(cache);
      await settle();
    } finally {
      for (const name of channels) unsubscribe(name, listen);
    }
    expect(told.map(([name]) => name.replace('password-decrypter:', ''))).to.deep.equal([
      'rotation',
      'refresh',
      'error',
      'refresh',
    ]);
    expect(told[1]?.[1]).to.include({
      property: 'db.password',
      reason: 'refresh',
      outcome: 'rotated',
    });
    expect(told[2]?.[1]).to.include({ code: 'ERR_DECRYPTER_UNAVAILABLE', served: 'stale' });
    expect(JSON.stringify(told)).not.to.include('hunter2');
  });

  /** The policy as it is documented, in the simplest form that could be right. */
  class Model {
    text: string | undefined;
    fetchedAt = -Infinity;
    failures = 0;
    retryAt = -Infinity;
    calls = 0;

    constructor(readonly real: Backend) {}

    ask(now: number): 'ok' | 'transient' | 'permanent' {
      this.calls += 1;
      if (this.real.error === undefined) {
        Object.assign(this, { text: this.real.password, fetchedAt: now });
        Object.assign(this, { failures: 0, retryAt: -Infinity });
        return 'ok';
      }
      this.retryAt = now + Math.min(30_000, 1000 * 2 ** this.failures);
      this.failures += 1;
      if (this.real.error === outage) return 'transient';
      this.text = undefined;
      return 'permanent';
    }

    get(now: number): string | undefined {
      const served = this.text;
      const { ttlMs, staleMs, staleOnErrorMs } = options;
      const age = now - this.fetchedAt;
      if (served !== undefined && age < ttlMs) return served;
      const failing = this.failures > 0 && now < this.retryAt + 30_000;
      const limit = failing ? Math.max(staleOnErrorMs, ttlMs + staleMs) : ttlMs + staleMs;
      if (served !== undefined && age < limit) {
        if (now >= this.retryAt) this.ask(now);
        return served;
      }
      if (now < this.retryAt) return undefined;
      const outcome = this.ask(now);
      if (outcome === 'ok') return this.text;
      return outcome === 'transient' && age < staleOnErrorMs ? served : undefined;
    }
  }

  it('whatever happens in whatever order, the policy holds', async () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.constant('get' as const) },
      { weight: 1, arbitrary: fc.constantFrom('rotate', 'mend', 'outage', 'refuse', 'refresh') },
      { weight: 3, arbitrary: fc.constantFrom(1, 900, 1000, minute, 5 * minute, hour, 23 * hour) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        backend = new Backend();
        const model = new Model(backend);
        const cache = cacheOf();
        let generation = 1;
        for (const one of steps) {
          if (typeof one === 'number') clock.tick(one);
          else if (one === 'rotate') backend.password = `password ${++generation}`;
          else if (one === 'mend') backend.error = undefined;
          else if (one === 'outage') backend.error = outage;
          else if (one === 'refuse') backend.error = refusal;
          else if (one === 'refresh') {
            const before = model.text;
            const outcome = model.ask(performance.now());
            const said = await cache
              .refresh('v', { signal: never })
              .catch((error: unknown) => error);
            if (outcome !== 'ok') expect(isDecrypterError(said)).to.equal(true);
            else expect(said).to.equal(before !== undefined && before !== model.text);
          } else {
            const expected = model.get(performance.now());
            const served = await get(cache).catch((error: unknown) => {
              expect(isDecrypterError(error)).to.equal(true);
              return undefined;
            });
            expect(served).to.equal(expected);
          }
          await settle();
          expect(backend.calls).to.equal(model.calls);
        }
      }),
      { numRuns: 300 },
    );
  });
});
