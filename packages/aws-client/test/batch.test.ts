import { Batch } from '@password-decrypter/aws-client';
import { expect } from 'chai';

describe('a batch', () => {
  const never = new AbortController().signal;

  /** A service that answers each id with itself, and remembers how it was asked. */
  function service(failure?: Error) {
    const [singles, batches, signals]: [string[], string[][], AbortSignal[]] = [[], [], []];
    let denials = 0;
    const batch = new Batch<string>({
      limit: 20,
      one: async (id, { signal }) => {
        signal.throwIfAborted();
        singles.push(id);
        return id;
      },
      many: async (ids, { signal }) => {
        signals.push(signal);
        batches.push([...ids]);
        if (failure !== undefined) throw failure;
        await new Promise((resolve) => setTimeout(resolve, 10));
        return new Map(ids.filter((id) => id !== 'missing').map((id) => [id, id]));
      },
      translate: (error) => error,
      onDenied: () => (denials += 1),
    });
    return { batch, singles, batches, signals, denials: () => denials };
  }

  it('one id goes singly, several in one call, the same id once', async () => {
    const { batch, singles, batches } = service();
    expect(await batch.load('a', { signal: never })).to.equal('a');
    const all = ['a', 'b', 'a'].map((id) => batch.load(id, { signal: never }));
    expect(await Promise.all(all)).to.deep.equal(['a', 'b', 'a']);
    expect({ singles, batches }).to.deep.equal({ singles: ['a'], batches: [['a', 'b']] });
  });

  it('whoever comes for an id that somebody has just left gets the answer', async () => {
    const { batch } = service();
    const leaving = new AbortController();
    const left = batch.load('a', { signal: leaving.signal }).catch((reason: unknown) => reason);
    leaving.abort('left');
    await Promise.resolve();
    expect(await batch.load('a', { signal: never })).to.equal('a');
    expect(await left).to.equal('left');
  });

  it('the call goes on while anybody waits for any of it, and ends with the last', async () => {
    const { batch, signals } = service();
    const callers = [new AbortController(), new AbortController()];
    const loads = callers.map(({ signal }, index) => batch.load(`id-${index}`, { signal }));
    const ends = Promise.allSettled(loads);
    while (signals.length === 0) await new Promise((resolve) => setImmediate(resolve));
    callers[0]?.abort();
    await new Promise((resolve) => setImmediate(resolve));
    expect(signals[0]?.aborted).to.equal(false);
    callers[1]?.abort();
    await ends;
    expect(signals[0]?.aborted).to.equal(true);
  });

  it('nobody is asked for what everybody has left', async () => {
    const { batch, singles } = service();
    const leaving = new AbortController();
    const [kept, missing] = ['kept', 'missing'].map((id, index) =>
      batch.load(id, { signal: index === 0 ? never : leaving.signal }),
    );
    missing?.catch(() => undefined);
    setTimeout(() => leaving.abort(), 1);
    expect(await kept).to.equal('kept');
    expect(singles).to.deep.equal([]);
  });

  const named = (name: string) => Object.assign(new Error('from AWS'), { name });
  const both = (batch: Batch<string>) =>
    Promise.all(['a', 'b'].map((id) => batch.load(id, { signal: never })));

  it('one id that spoils the call for all spoils it for nobody else', async () => {
    const { batch, singles } = service(named('ValidationException'));
    expect(await both(batch)).to.deep.equal(['a', 'b']);
    expect(singles).to.deep.equal(['a', 'b']);
  });

  it('where the call is denied it is not made again, and said once; where credentials have expired it is', async () => {
    const denied = service(named('AccessDeniedException'));
    for (let round = 0; round < 2; round += 1) await both(denied.batch);
    expect([denied.batches.length, denied.denials()]).to.deep.equal([1, 1]);
    const expired = service(named('ExpiredTokenException'));
    for (let round = 0; round < 2; round += 1) {
      const error = await both(expired.batch).catch((reason: unknown) => reason);
      expect(error).to.have.property('name', 'ExpiredTokenException');
    }
    expect([expired.batches.length, expired.denials()]).to.deep.equal([2, 0]);
    expect(expired.singles).to.deep.equal([]);
  });

  it('where the call fails in passing nobody is asked one by one', async () => {
    const { batch, singles } = service(named('ThrottlingException'));
    expect(await both(batch).catch((error: unknown) => error)).to.have.property(
      'name',
      'ThrottlingException',
    );
    expect(singles).to.deep.equal([]);
  });
});
