import { expect } from 'chai';
import {
  AccessDeniedError,
  BackendUnavailableError,
  InvalidValueError,
  isDecrypterError,
  SecretNotFoundError,
} from '@password-decrypter/core';
import { conformance, type Harness } from '@password-decrypter/testkit';

import { brokenBy, harnessOf, idOf } from './memory-vault.js';

describe('conformance', () => {
  describe('of a decrypter that is right', () => {
    for (const { name, run } of conformance(harnessOf())) it(name, run);
  });

  it('each case has a name of its own', () => {
    const names = conformance(harnessOf()).map(({ name }) => name);
    expect(new Set(names).size).to.equal(names.length);
  });

  it('cases that need what a backend cannot do are left out', () => {
    const without = ['update', 'delete', 'break', 'stall'] as const;
    const all = conformance(harnessOf());
    const some = conformance(harnessOf(), { without, badValues: [], emptySecrets: false });
    expect(some).to.have.lengthOf.below(all.length);
    expect(some.map(({ name }) => name).join()).not.to.match(/update|missing|down|promptly|empty/);
  });

  it('a harness that lacks what a case needs is told which option says so', async () => {
    const start = async (): Promise<Harness> => {
      const { decrypter, put, [Symbol.asyncDispose]: dispose } = await harnessOf()();
      return { decrypter, put, [Symbol.asyncDispose]: dispose };
    };
    const update = conformance(start).find(({ name }) => name.includes('update'));
    const reason: unknown = await update?.run().catch((error: unknown) => error);
    expect(String(reason)).to.include("{ without: ['update'] }");
  });

  const leaks = (text: string) => new AccessDeniedError(text, { hint: 'Ask.' });

  /** Decrypters that are wrong on purpose, each with the case that is meant to catch it. */
  const broken: readonly (readonly [string, string, () => Promise<Harness>])[] = [
    [
      'trims the secret',
      'a secret comes back exactly: blanks at its ends',
      brokenBy((right) => async (value, options) => (await right(value, options)).trim()),
    ],
    [
      'turns line breaks into those of Unix',
      'a secret comes back exactly: line breaks',
      brokenBy(
        (right) => async (value, options) => (await right(value, options)).replaceAll('\r\n', '\n'),
      ),
    ],
    [
      'writes to its options',
      'a call leaves its options alone',
      brokenBy((right) => async (value, options) => {
        const secret = await right(value, options);
        Object.assign(options, { secret });
        return secret;
      }),
    ],
    [
      'normalises Unicode',
      'a secret comes back exactly: letters of many scripts',
      brokenBy((right) => async (value, options) => (await right(value, options)).normalize()),
    ],
    [
      'takes an empty secret for a missing one',
      'a secret comes back exactly: an empty one',
      brokenBy((right) => async (value, options) => {
        const secret = await right(value, options);
        if (secret !== '') return secret;
        throw new SecretNotFoundError('No secret.', { hint: 'Look.' });
      }),
    ],
    [
      'cuts a long secret',
      'a secret comes back exactly: a very long one',
      brokenBy((right) => async (value, options) => (await right(value, options)).slice(0, 1024)),
    ],
    [
      'parses what looks like JSON',
      'a secret comes back exactly: what looks like JSON',
      brokenBy((right) => async (value, options) => {
        const secret = await right(value, options);
        return secret.startsWith('{')
          ? (JSON.parse(secret) as { password: string }).password
          : secret;
      }),
    ],
    [
      'gives a number for what looks like one',
      'a secret comes back exactly: what looks like a number',
      brokenBy((right) => async (value, options) => {
        const secret = await right(value, options);
        return /^\d+$/.test(secret) ? String(Number(secret)) : secret;
      }),
    ],
    [
      'caches',
      'the backend is asked every time: an update is seen',
      brokenBy((right) => {
        const cache = new Map<string, string>();
        return async (value, options) => {
          const password = cache.get(value) ?? (await right(value, options));
          cache.set(value, password);
          return password;
        };
      }),
    ],
    [
      'gives an empty password for a missing secret',
      'a missing secret rejects with SecretNotFoundError, which is not retryable',
      brokenBy(
        (right) => async (value, options) =>
          right(value, options).catch((error: unknown) => {
            if (error instanceof SecretNotFoundError) return '';
            throw error;
          }),
      ),
    ],
    [
      'tells an outage as a missing secret',
      'a backend that is down rejects with a retryable error',
      brokenBy(
        (right) => async (value, options) =>
          right(value, options).catch((error: unknown) => {
            if (error instanceof BackendUnavailableError) {
              throw new SecretNotFoundError('No secret.', { hint: 'Look.' });
            }
            throw error;
          }),
      ),
    ],
    [
      'lets a foreign error through',
      'a value that cannot be right rejects with InvalidValueError, which is not retryable',
      brokenBy((right) => async (value, options) => {
        if (idOf(value) === undefined) throw new SyntaxError('Unexpected token');
        return right(value, options);
      }),
    ],
    [
      'remembers a failure for ever',
      'a backend that is up again answers again',
      brokenBy((right) => {
        let failed: unknown;
        return async (value, options) => {
          if (failed !== undefined) throw failed as Error;
          return right(value, options).catch((error: unknown) => {
            failed = error;
            throw error;
          });
        };
      }),
    ],
    [
      'quotes the value in a message',
      'no error holds the value',
      brokenBy((right) => async (value, options) => {
        if (idOf(value) !== undefined) return right(value, options);
        throw new InvalidValueError(`Cannot parse ${value}.`, { hint: 'Write vault:NUMBER.' });
      }),
    ],
    [
      'keeps the parser’s error as a cause',
      'no error holds the value',
      brokenBy((right) => async (value, options) => {
        if (idOf(value) !== undefined) return right(value, options);
        const error = new InvalidValueError('Cannot parse.', { hint: 'Write vault:NUMBER.' });
        error.cause = new SyntaxError(`Unexpected token in ${value}`);
        throw error;
      }),
    ],
    [
      'hangs the value on an error as a hidden member',
      'no error holds the value or the secret: the secret is missing',
      brokenBy(
        (right) => async (value, options) =>
          right(value, options).catch((error: unknown) => {
            if (!isDecrypterError(error)) throw error;
            throw Object.defineProperty(error, 'input', { value, enumerable: false });
          }),
      ),
    ],
    [
      'quotes the secret while the backend is down',
      'no error holds the value or the secret: the backend is down',
      brokenBy(
        (right, vault) => async (value, options) =>
          right(value, options).catch((error: unknown) => {
            if (!vault.down) throw error;
            throw leaks(`It used to be ${vault.secrets.get(idOf(value) ?? '') ?? ''}.`);
          }),
      ),
    ],
    [
      'asks the backend for an aborted signal',
      'an aborted signal rejects, without a call of the backend',
      brokenBy((right, vault) => async (value, options) => {
        if (options.signal.aborted) await vault.read(idOf(value) ?? '');
        return right(value, options);
      }),
    ],
    [
      'does not hand on the signal',
      'a call that is under way rejects promptly when its signal aborts',
      brokenBy((right) => async (value, { signal }) => {
        signal.throwIfAborted();
        return right(value, { signal: new AbortController().signal });
      }),
    ],
    [
      'leaves a listener on the signal',
      'a call leaves no listener on its signal',
      brokenBy((right) => async (value, options) => {
        const password = await right(value, options);
        options.signal.addEventListener('abort', () => undefined);
        return password;
      }),
    ],
    [
      'keeps what it works on in one place for all calls',
      'calls for different secrets at once each get their own',
      brokenBy((right) => {
        let current = '';
        return async (value, options) => {
          current = value;
          await new Promise((resolve) => setImmediate(resolve));
          return right(current, options);
        };
      }),
    ],
    [
      'allows itself ten calls at once',
      'a hundred calls at once all get the secret',
      brokenBy((right) => {
        let running = 0;
        return async (value, options) => {
          if (++running > 10) throw leaks('Too many calls.');
          return right(value, options).finally(() => (running -= 1));
        };
      }),
    ],
    [
      'lets a promise float',
      'no rejection is left unhandled',
      brokenBy((right) => (value, options) => {
        const call = right(value, options);
        void call.then(() => {
          throw new Error('nobody sees me');
        });
        return call;
      }),
    ],
    [
      'leaves a timer running',
      'nothing is left that keeps the process alive',
      brokenBy((right) => async (value, options) => {
        setTimeout(() => undefined, 3000);
        return right(value, options);
      }),
    ],
    [
      'is shared by all that are made',
      'two of them live side by side, and one goes on when the other ends',
      sharedVault(),
    ],
  ];

  for (const [what, caught, start] of broken) {
    it(`a decrypter that ${what} is caught by “${caught}”`, async () => {
      const meant = conformance(start).find(({ name }) => name === caught);
      if (meant === undefined) expect.fail(`there is no case “${caught}”`);
      const outcome: unknown = await meant.run().then(
        () => 'passed',
        (reason: unknown) => reason,
      );
      expect(outcome).to.be.an('error');
    });
  }
});

/** The first one's state serves all, and ends with any of them. */
function sharedVault(): () => Promise<Harness> {
  const first = harnessOf()();
  let ended = false;
  return async () => {
    const shared = await first;
    return {
      ...shared,
      decrypter: {
        decrypt: async (value, options) =>
          ended ? 'gone' : shared.decrypter.decrypt(value, options),
      },
      [Symbol.asyncDispose]: async () => void (ended = true),
    };
  };
}
