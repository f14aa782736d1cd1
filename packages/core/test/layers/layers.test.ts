import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { inspect } from 'node:util';

import { expect } from 'chai';
import sinon from 'sinon';
import { decryptChannelName } from '@password-decrypter/core';

import { InvalidValueError } from '../../dist/errors.js';
import { coalesced } from '../../dist/layers/coalesced.js';
import { sealed } from '../../dist/layers/sealed.js';
import { timeLimited } from '../../dist/layers/time-limited.js';
import { traced } from '../../dist/layers/traced.js';
import { deferred, failure, never } from '../support.js';

describe('sealed', () => {
  const value = 'the-configured-value';

  it('a foreign error is withheld, told by its place in the code', async () => {
    const inner = { decrypt: () => Promise.reject(new Error(`boom ${value} hunter2`)) };
    const error = await failure(sealed(inner, 'D').decrypt(value, { signal: never }));
    expect(error.code).to.equal('ERR_DECRYPTER_FAILED');
    expect(inspect(error)).to.not.include('hunter2').and.not.include(value);
    expect(error.message).to.match(/at layers\.test\.ts:\d+:\d+/);
  });

  it('a synchronous throw of anything is withheld', async () => {
    const thrown: readonly unknown[] = ['hunter2', undefined, null, { message: 'hunter2' }];
    for (const thing of thrown) {
      const inner = {
        decrypt: () => {
          throw thing;
        },
      };
      const error = await failure(sealed(inner, 'D').decrypt(value, { signal: never }));
      expect(error.code).to.equal('ERR_DECRYPTER_FAILED');
      expect(inspect(error)).to.not.include('hunter2');
    }
  });

  it('an error of this project passes without its cause and added properties', async () => {
    const planted = Object.assign(new InvalidValueError('Wrong.', { hint: 'Mend it.' }), {
      cause: new Error('hunter2'),
      extra: 'hunter2',
    });
    const inner = { decrypt: () => Promise.reject(planted) };
    const error = await failure(sealed(inner, 'D').decrypt(value, { signal: never }));
    expect(error).to.be.instanceOf(InvalidValueError);
    expect(error).to.include({ message: 'Wrong.', hint: 'Mend it.', classname: 'D' });
    expect(inspect(error, { showHidden: true, depth: 9 })).to.not.include('hunter2');
  });

  it("an error of this project that quotes the value is the plugin's defect", async () => {
    const inner = {
      decrypt: () => Promise.reject(new InvalidValueError(`Not ${value}.`, { hint: '' })),
    };
    const error = await failure(sealed(inner, 'D').decrypt(value, { signal: never }));
    expect(error.code).to.equal('ERR_DECRYPTER_FAILED');
    expect(inspect(error)).to.not.include(value);
  });

  it('a result that is not a string is a defect', async () => {
    const inner = { decrypt: () => Promise.resolve(42 as unknown as string) };
    const error = await failure(sealed(inner, 'D').decrypt(value, { signal: never }));
    expect(error.code).to.equal('ERR_DECRYPTER_FAILED');
  });
});

describe('sealed against a plugin', () => {
  const value = 'a "quoted" password';

  it('a value that stands in quotes is recognised', async () => {
    const inner = {
      decrypt: () =>
        Promise.reject(new InvalidValueError(`Bad: ${JSON.stringify(value)}`, { hint: 'Mend.' })),
    };
    const error = await failure(sealed(inner, 'D').decrypt(value, { signal: never }));
    expect(error.code).to.equal('ERR_DECRYPTER_FAILED');
    expect(JSON.stringify(error)).not.to.include('quoted');
  });

  it('the classname is the one that was selected, not what the plugin says', async () => {
    const inner = {
      decrypt: () => Promise.reject(new InvalidValueError('Bad.', { hint: '', classname: value })),
    };
    const error = await failure(sealed(inner, 'D').decrypt(value, { signal: never }));
    expect(error.classname).to.equal('D');
  });
});

describe('time-limited', () => {
  let clock: sinon.SinonFakeTimers;
  beforeEach(() => (clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })));
  afterEach(() => clock.restore());

  it('a backend that never answers ends with the time limit, its signal aborted', async () => {
    let seen: AbortSignal | undefined;
    const inner = {
      decrypt: (_: string, { signal }: { signal: AbortSignal }) => {
        seen = signal;
        return new Promise<never>(() => {});
      },
    };
    const limited = timeLimited(inner, { classname: 'D', timeLimitMs: 500 });
    const outcome = failure(limited.decrypt('v', { signal: never }));
    await clock.tickAsync(499);
    expect(seen?.aborted).to.equal(false);
    await clock.tickAsync(1);
    expect((await outcome).code).to.equal('ERR_DECRYPTER_TIME_LIMIT');
    expect(seen?.aborted).to.equal(true);
  });

  it('leaves no timer behind', async () => {
    const limited = timeLimited(
      { decrypt: async (value) => value },
      { classname: 'D', timeLimitMs: 500 },
    );
    expect(await limited.decrypt('v', { signal: never })).to.equal('v');
    expect(clock.countTimers()).to.equal(0);
  });
});

describe('traced', () => {
  it('tells who, how long and which code, and nothing else', async () => {
    const events: unknown[] = [];
    const listen = (event: unknown) => events.push(event);
    subscribe(decryptChannelName, listen);
    try {
      await traced({ decrypt: async () => 'hunter2' }, 'D').decrypt('v', { signal: never });
      const wrong = {
        decrypt: () => Promise.reject(new InvalidValueError('Wrong.', { hint: 'Mend.' })),
      };
      await failure(traced(wrong, 'E').decrypt('v', { signal: never }));
    } finally {
      unsubscribe(decryptChannelName, listen);
    }
    const [first, second] = events as Record<string, unknown>[];
    expect(first).to.have.all.keys('classname', 'durationMs', 'outcome', 'property', 'reason');
    expect(first).to.include({ classname: 'D', outcome: 'decrypted' });
    expect(second).to.include({
      classname: 'E',
      outcome: 'failed',
      code: 'ERR_DECRYPTER_INVALID_VALUE',
    });
  });
});

describe('coalesced', () => {
  it('a hundred callers at once are one backend call, and the next one asks again', async () => {
    let calls = 0;
    const layer = coalesced({ decrypt: async () => `password ${(calls += 1)}` });
    const ask = () => layer.decrypt('v', { signal: never });
    const answers = await Promise.all(Array.from({ length: 100 }, ask));
    expect(new Set(answers)).to.deep.equal(new Set(['password 1']));
    expect(await ask()).to.equal('password 2');
  });

  it('different values are different calls', async () => {
    const layer = coalesced({ decrypt: async (value) => value });
    const answers = ['a', 'b'].map((value) => layer.decrypt(value, { signal: never }));
    expect(await Promise.all(answers)).to.deep.equal(['a', 'b']);
  });

  it('a caller who gives up leaves alone; the last one ends the flight', async () => {
    const gate = deferred<string>();
    let flight: AbortSignal | undefined;
    const layer = coalesced({
      decrypt: (_, { signal }) => {
        flight = signal;
        return gate.promise;
      },
    });
    const [first, second] = [new AbortController(), new AbortController()];
    const one = layer.decrypt('v', { signal: first.signal });
    const two = layer.decrypt('v', { signal: second.signal });
    first.abort(new Error('first left'));
    expect(await one.catch((e: unknown) => (e as Error).message)).to.equal('first left');
    expect(flight?.aborted).to.equal(false);
    second.abort(new Error('second left'));
    expect(await two.catch((e: unknown) => (e as Error).message)).to.equal('second left');
    expect(flight?.aborted).to.equal(true);

    const third = layer.decrypt('v', { signal: never });
    gate.resolve('password');
    expect(await third).to.equal('password');
  });

  it('an aborted signal means no backend call', async () => {
    let calls = 0;
    const layer = coalesced({ decrypt: async () => `${(calls += 1)}` });
    await layer.decrypt('v', { signal: AbortSignal.abort() }).catch(() => undefined);
    expect(calls).to.equal(0);
  });
});
