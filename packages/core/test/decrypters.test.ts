import { subscribe, unsubscribe } from 'node:diagnostics_channel';

import { expect } from 'chai';
import {
  container,
  createDecrypters,
  definePlugin,
  inject,
  injectable,
  provideDefault,
  UnresolvedPropertiesError,
  warningChannelName,
  type InjectionToken,
} from '@password-decrypter/core';

import { deferred, failure, pluginOf } from './support.js';

describe('createDecrypters', () => {
  it('resolves every governed property and leaves everything else as it is', async () => {
    const decrypters = createDecrypters({
      plugins: [pluginOf('Upper', async (value) => value.toUpperCase())],
    });
    const properties = {
      'a.password': 'x',
      'a.password.decrypter.classname': 'Upper',
      'b.password': 'y',
      other: 'z',
    };
    expect(await decrypters.resolve(properties)).to.deep.equal({
      ...properties,
      'a.password': 'X',
    });
    expect(properties['a.password']).to.equal('x');
  });

  it('decrypts all properties at once, never one after the other', async () => {
    const gate = deferred<string>();
    const asked: string[] = [];
    const decrypters = createDecrypters({
      plugins: [
        pluginOf('D', (value) => {
          asked.push(value);
          if (asked.length === 3) gate.resolve('password');
          return gate.promise;
        }),
      ],
    });
    const names = ['a', 'b', 'c'];
    const properties = Object.fromEntries(
      names.flatMap((name) => [
        [name, `value-${name}`],
        [`${name}.decrypter.classname`, 'D'],
      ]),
    );
    expect(await decrypters.resolve(properties)).to.include({ a: 'password', c: 'password' });
  });

  it('where several fail, one error names every failing property with its reason', async () => {
    const decrypters = createDecrypters({ plugins: [] });
    const error = await failure(
      decrypters.resolve({
        a: 'x',
        'a.decrypter.classname': 'D',
        b: 'y',
        'b.decrypter.classname': 'E',
      }),
    );
    expect(error).to.be.instanceOf(UnresolvedPropertiesError);
    expect(error.message).to.include('a: No decrypter').and.to.include('b: No decrypter');
    expect((error as UnresolvedPropertiesError).errors.map((e) => e.property)).to.deep.equal([
      'a',
      'b',
    ]);
  });

  it('where one fails, its own error names the property', async () => {
    const decrypters = createDecrypters({ plugins: [] });
    const error = await failure(decrypters.resolve({ a: 'x', 'a.decrypter.classname': 'D' }));
    expect(error.code).to.equal('ERR_DECRYPTER_UNKNOWN');
    expect(error.property).to.equal('a');
  });

  it('an empty value is an empty password and is never sent to a decrypter', async () => {
    const decrypters = createDecrypters({
      plugins: [pluginOf('D', () => expect.fail('it was sent'))],
    });
    expect(await decrypters.decrypt('D', '')).to.equal('');
  });

  it('an empty classname means that the value is the password', async () => {
    expect(await createDecrypters({ plugins: [] }).decrypt('', 'hunter2')).to.equal('hunter2');
  });

  it('a value that is not a string is refused', async () => {
    const decrypters = createDecrypters({ plugins: [pluginOf('D', async () => 'x')] });
    const error = await failure(decrypters.decrypt('D', {} as unknown as string));
    expect(error.code).to.equal('ERR_DECRYPTER_INVALID_VALUE');
  });

  it('creates a decrypter on first selection, once, and again after a failed creation', async () => {
    let creations = 0;
    const plugin = definePlugin({
      name: 'late',
      decrypters: [
        {
          classname: 'Late',
          summary: 'Fails to be created at first.',
          create: () => {
            creations += 1;
            if (creations === 1) throw new Error('hunter2');
            return { decrypt: async () => 'password' };
          },
        },
      ],
    });
    const decrypters = createDecrypters({ plugins: [plugin] });
    expect(creations).to.equal(0);
    const error = await failure(decrypters.select('Late'));
    expect(error.code).to.equal('ERR_DECRYPTER_NOT_LOADED');
    expect(error.message).to.not.include('hunter2');
    expect(await decrypters.decrypt('Late', 'v')).to.equal('password');
    expect(await decrypters.decrypt('Late', 'w')).to.equal('password');
    expect(creations).to.equal(2);
  });

  it("a caller's own abort rejects with the signal's reason, unwrapped", async () => {
    const decrypters = createDecrypters({
      plugins: [pluginOf('D', () => new Promise<never>(() => {}))],
    });
    const reason = new Error('enough');
    const controller = new AbortController();
    const call = decrypters.resolve(
      { p: 'v', 'p.decrypter.classname': 'D' },
      { signal: controller.signal },
    );
    controller.abort(reason);
    expect(await call.catch((error: unknown) => error)).to.equal(reason);
    const aborted = decrypters.decrypt('D', 'v', { signal: AbortSignal.abort(reason) });
    expect(await aborted.catch((error: unknown) => error)).to.equal(reason);
  });

  it('a time limit that is no positive number of milliseconds is refused', () => {
    for (const timeLimitMs of [0, -1, NaN, Infinity, 2 ** 31]) {
      expect(() => createDecrypters({ plugins: [], timeLimitMs })).to.throw(RangeError);
    }
  });

  it('a classname without its password is a warning', async () => {
    const heard: unknown[] = [];
    const listen = (warning: unknown) => heard.push(warning);
    subscribe(warningChannelName, listen);
    try {
      await createDecrypters({ plugins: [] }).resolve({ 'db.password.decrypter.classname': 'D' });
    } finally {
      unsubscribe(warningChannelName, listen);
    }
    expect(heard).to.have.lengthOf(1).and.to.have.nested.property('[0].code', 'PASSWORD_ABSENT');
  });

  describe('dependency injection', () => {
    interface Greeter {
      greet(name: string): string;
    }
    const Greeter: InjectionToken<Greeter> = Symbol.for('test:Greeter');
    const disposed: string[] = [];

    class EnglishGreeter implements Greeter {
      greet(name: string) {
        return `Hello ${name}`;
      }
      dispose() {
        disposed.push('english');
      }
    }

    class GreetingDecrypter {
      constructor(readonly greeter: Greeter) {}
      decrypt = async (value: string) => this.greeter.greet(value);
    }
    // Decorators as functions: the same as @injectable() and @inject(Greeter).
    inject(Greeter)(GreetingDecrypter, undefined, 0);
    injectable()(GreetingDecrypter);

    const plugin = definePlugin({
      name: 'greeting',
      register: (child) => provideDefault(child, Greeter, { useClass: EnglishGreeter }),
      decrypters: [
        {
          classname: 'Greeting',
          summary: 'Greets.',
          create: (child) => child.resolve(GreetingDecrypter),
        },
      ],
    });

    it('a plugin provides, the application decides', async () => {
      const application = container.createChildContainer();
      const byDefault = createDecrypters({ plugins: [plugin], container: application });
      expect(await byDefault.decrypt('Greeting', 'Ann')).to.equal('Hello Ann');

      application.register<Greeter>(Greeter, { useValue: { greet: (name) => `Servus ${name}` } });
      const decided = createDecrypters({ plugins: [plugin], container: application });
      expect(await decided.decrypt('Greeting', 'Ann')).to.equal('Servus Ann');
    });

    it('nothing is registered on the container of the application', () => {
      createDecrypters({ plugins: [plugin] });
      expect(container.isRegistered(Greeter, true)).to.equal(false);
    });

    it('what the container constructed is disposed of with it, and calls are refused then', async () => {
      disposed.length = 0;
      const decrypters = createDecrypters({ plugins: [plugin] });
      await decrypters.decrypt('Greeting', 'Ann');
      await decrypters[Symbol.asyncDispose]();
      await decrypters[Symbol.asyncDispose]();
      expect(disposed).to.deep.equal(['english']);
      expect((await failure(decrypters.decrypt('Greeting', 'Ann'))).code).to.equal(
        'ERR_DECRYPTER_NOT_LOADED',
      );
    });
  });

  it('a caller who gives up does not wait for a decrypter that is still being created', async () => {
    const create = () => new Promise<never>(() => undefined);
    const definition = { classname: 'Slow', summary: 'For a test.', create };
    const decrypters = createDecrypters({ plugins: [{ name: 'slow', decrypters: [definition] }] });
    const abort = new AbortController();
    const call = decrypters.decrypt('Slow', 'v', { signal: abort.signal });
    abort.abort(new Error('enough'));
    expect(await call.catch((reason: unknown) => reason)).to.equal(abort.signal.reason);
  });

  it('a decrypter whose creation never ends ends with the time limit', async () => {
    const hanging = definePlugin({
      name: 'hanging',
      decrypters: [
        { classname: 'H', summary: 'Hangs.', create: () => new Promise<never>(() => undefined) },
      ],
    });
    const decrypters = createDecrypters({ plugins: [hanging], timeLimitMs: 20 });
    expect((await failure(decrypters.decrypt('H', 'v'))).code).to.equal('ERR_DECRYPTER_TIME_LIMIT');
    const leaving = AbortSignal.abort(new Error('enough'));
    const live = decrypters.password({ p: 'v', 'p.decrypter.classname': 'H' });
    expect(await live.get({ signal: leaving }).catch((reason: unknown) => reason)).to.equal(
      leaving.reason,
    );
    await decrypters[Symbol.asyncDispose]();
  });

  it('a definition may be an object of a class', async () => {
    class Definition {
      readonly classname = 'C';
      readonly summary = 'Of a class.';
      readonly password = 's3cret';
      create() {
        return { decrypt: async () => this.password };
      }
    }
    const plugin = definePlugin({ name: 'classy', decrypters: [new Definition()] });
    expect(await createDecrypters({ plugins: [plugin] }).decrypt('C', 'v')).to.equal('s3cret');
  });

  it('what a plugin throws while it registers its defaults is withheld', () => {
    const register = () => {
      throw new Error('hunter2');
    };
    expect(() => createDecrypters({ plugins: [{ name: 'broken', decrypters: [], register }] }))
      .to.throw('"broken" failed to register')
      .with.property('message')
      .that.does.not.include('hunter2');
  });

  it('an explanation that is no list of steps is a defect of the plugin', async () => {
    const explain = () => undefined as never;
    const decrypter = { decrypt: async (value: string) => value, explain };
    const definition = { classname: 'Odd', summary: 'For a test.', create: () => decrypter };
    const decrypters = createDecrypters({ plugins: [{ name: 'odd', decrypters: [definition] }] });
    expect((await failure(decrypters.explain('Odd', 'v'))).code).to.equal('ERR_DECRYPTER_FAILED');
  });

  it('disposal waits for the calls under way', async () => {
    const gate = deferred<string>();
    const decrypters = createDecrypters({ plugins: [pluginOf('D', () => gate.promise)] });
    const { decrypt } = await decrypters.select('D');
    const call = decrypt('v');
    const order: string[] = [];
    const disposal = decrypters[Symbol.asyncDispose]().then(() => order.push('disposed'));
    void call.then(() => order.push('decrypted'));
    gate.resolve('password');
    await disposal;
    expect(order).to.deep.equal(['decrypted', 'disposed']);
  });

  it('explains a value step by step where the decrypter can', async () => {
    const plugin = definePlugin({
      name: 'explaining',
      decrypters: [
        {
          classname: 'Explaining',
          summary: 'Explains.',
          create: () => ({
            decrypt: async () => 'password',
            explain: () => [
              { name: 'coordinates', run: async () => 'fine' },
              { name: 'secret', run: () => Promise.reject(new Error('hunter2')) },
            ],
          }),
        },
      ],
    });
    const [coordinates, secret] = await createDecrypters({ plugins: [plugin] }).explain(
      'Explaining',
      'v',
    );
    expect(await coordinates?.run()).to.equal('fine');
    const error = await failure(secret!.run());
    expect(error.code).to.equal('ERR_DECRYPTER_FAILED');
  });

  it('many callers may have one signal in common', async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error) => warnings.push(warning);
    process.on('warning', listen);
    const { signal } = new AbortController();
    const decrypters = createDecrypters({ plugins: [pluginOf('Echo', async (value) => value)] });
    const values = Array.from({ length: 50 }, (_, index) => `value ${index}`);
    const each = [...values, ...values].map((value) =>
      decrypters.decrypt('Echo', value, { signal }),
    );
    expect(await Promise.all(each)).to.deep.equal([...values, ...values]);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', listen);
    expect(warnings).to.deep.equal([]);
  });
});
