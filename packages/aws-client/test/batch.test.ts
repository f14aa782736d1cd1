import { Batch } from '@password-decrypter/aws-client';
import { expect } from 'chai';

describe('a batch', () => {
  const never = new AbortController().signal;

  /** A service that answers each id with itself, and remembers how it was asked. */
  function service() {
    const [singles, batches, signals]: [string[], string[][], AbortSignal[]] = [[], [], []];
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
        await new Promise((resolve) => setTimeout(resolve, 10));
        return new Map(ids.filter((id) => id !== 'missing').map((id) => [id, id]));
      },
      isDenied: () => false,
      onDenied: () => undefined,
    });
    return { batch, singles, batches, signals };
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
});
