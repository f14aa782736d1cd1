/**
 * The facade: the only file that makes a container and stacks the layers.
 *
 *     selected(classname) = cached( coalesced( traced( time-limited( sealed( definition.create(container) )))))
 */

import { createDecrypter, registerIn } from './create-decrypter.js';
import { disposedError } from './disposed.js';
import { InvalidValueError, isDecrypterError } from './errors.js';
import { explanationOf } from './explanation.js';
import {
  absentPasswords,
  governedProperties,
  misspeltClassnames,
  type Properties,
} from './governed-properties.js';
import { container as rootContainer, type DependencyContainer } from './injection.js';
import { checkedCache, type CacheOptions } from './layers/cache-options.js';
import { Cached } from './layers/cached.js';
import { coalesced } from './layers/coalesced.js';
import type { LayeredDecrypter } from './layers/layer.js';
import { sealed } from './layers/sealed.js';
import { timeLimited } from './layers/time-limited.js';
import { traced } from './layers/traced.js';
import { LivePassword } from './live-password.js';
import { longestTimerMs } from './longest-timer.js';
import type { PasswordDecrypter } from './password-decrypter.js';
import { aboutProperty, throwFailures } from './property-errors.js';
import { passwordProperty } from './password-property.js';
import type { DecrypterPlugin } from './plugin.js';
import { untilAborted } from './until-aborted.js';
import { Registry, type RegisteredDecrypter } from './registry.js';
import { warn } from './warnings.js';

/** What {@link createDecrypters} takes. */
export interface DecryptersOptions {
  /** The plugins whose decrypters may be selected. */
  readonly plugins: readonly DecrypterPlugin[];
  /** Holds the application's own registrations; tsyringe's root by default. Never written to. */
  readonly container?: DependencyContainer;
  /** How long one backend call may take, in milliseconds. 30,000 by default. */
  readonly timeLimitMs?: number;
  /** How long passwords serve before the backend is asked again; `false` asks it every time. */
  readonly cache?: false | CacheOptions;
}

/** What every call takes. */
export interface CallOptions {
  /** Ends the call, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** The strategy behind a classname, with all layers. */
export interface SelectedDecrypter {
  /** The classname that selected it: as asked for, alias or not. */
  readonly classname: string;
  decrypt(value: string, options?: CallOptions): Promise<string>;
}

/** A step of an explanation, with all that protects a call to `decrypt`. */
export interface ExplainedStep {
  readonly name: string;
  run(options?: CallOptions): Promise<string>;
}

const defaultTimeLimitMs = 30_000;

/**
 * Makes the decrypters of one application. Two of them in one process share nothing.
 *
 * @throws DecrypterNotLoadedError where a plugin is malformed or a classname is taken twice
 * @throws RangeError for a time limit that is not a positive number of milliseconds
 */
export function createDecrypters(options: DecryptersOptions): Decrypters {
  return new Decrypters(options);
}

/** The decrypters of one application; see {@link createDecrypters}. */
export class Decrypters implements AsyncDisposable {
  readonly #container: DependencyContainer;
  readonly #registry: Registry;
  readonly #timeLimitMs: number;
  readonly #cache: Required<CacheOptions>;
  readonly #created = new Map<RegisteredDecrypter, Promise<CreatedDecrypter>>();
  /** By the name that was asked for: the way to a password that is known takes no step more than this. */
  readonly #ready = new Map<string, Cached>();
  readonly #caches: Cached[] = [];
  readonly #underWay = new Set<Promise<unknown>>();
  #disposal: Promise<void> | undefined;

  constructor({ plugins, container = rootContainer, timeLimitMs, cache = {} }: DecryptersOptions) {
    this.#cache = checkedCache(cache);
    this.#timeLimitMs = checkedTimeLimit(timeLimitMs ?? defaultTimeLimitMs);
    this.#registry = new Registry(plugins);
    this.#container = container.createChildContainer();
    for (const plugin of new Set(plugins)) registerIn(this.#container, plugin);
  }

  /** Every registered decrypter, with the plugin that contributes it. */
  get definitions(): readonly RegisteredDecrypter[] {
    return this.#registry.definitions;
  }

  /**
   * Selects the strategy itself. It is created on first selection; a failed creation is forgotten.
   * An empty classname selects the rule for "no classname": the value is the password.
   *
   * @throws UnknownDecrypterError for a name nobody registered
   * @throws DecrypterNotLoadedError where the decrypter cannot be created
   */
  async select(classname: string): Promise<SelectedDecrypter> {
    this.#assertOpen();
    if (classname === '') {
      return { classname, decrypt: (value, options) => this.#decrypt('', value, options) };
    }
    const cached = await this.#select(classname);
    return {
      classname,
      decrypt: (value, options) =>
        this.#known(cached, value, options) ?? this.#call(cached, value, options),
    };
  }

  /**
   * Decrypts one value. An empty value is an empty password and is never sent to a decrypter; with
   * an empty classname the value is the password.
   */
  decrypt(classname: string, value: string, options?: CallOptions): Promise<string> {
    const cached = this.#ready.get(classname);
    const known = cached && this.#known(cached, value, options);
    return known ?? this.#decrypt(classname, value, options);
  }

  /**
   * A handle on one password over time: it stays right while the password rotates. Where no classname
   * governs the property, its value is the password for good.
   *
   * @param name - the property; may be left out where the properties have one password
   * @throws InvalidValueError where there is no such property, or no single one
   */
  password(properties: Properties, name?: string): LivePassword {
    const { property, classname, value } = passwordProperty(properties, name);
    if (classname === '') return new LivePassword(property, value, undefined);
    return new LivePassword(property, value, {
      connect: async () => {
        return (await this.#create(classname)).cached;
      },
      call: async (work) => {
        try {
          this.#assertOpen();
          return await this.#track(work());
        } catch (error) {
          throw isDecrypterError(error) ? aboutProperty(error, property) : error;
        }
      },
    });
  }

  /**
   * A copy of the properties in which every governed one is decrypted, all at once; everything else
   * is left as it is.
   *
   * @throws the error of the property that failed, or {@link UnresolvedPropertiesError} for several
   */
  async resolve<P extends Properties>(properties: P, options: CallOptions = {}): Promise<P> {
    options.signal?.throwIfAborted();
    this.#assertOpen();
    for (const property of absentPasswords(properties)) {
      warn({
        code: 'PASSWORD_ABSENT',
        message: `${property}.decrypter.classname is set, but there is no property ${property}.`,
      });
    }
    for (const { property, meant } of misspeltClassnames(properties)) {
      warn({
        code: 'CLASSNAME_MISSPELT',
        message: `${property} decides nothing; ${meant} would.`,
      });
    }
    const results = await Promise.allSettled(
      governedProperties(properties).map(async ({ property, classname, value }) => {
        try {
          const password = await this.#decrypt(classname, value, { ...options, property });
          return [property, password] as const;
        } catch (error) {
          throw isDecrypterError(error) ? aboutProperty(error, property) : error;
        }
      }),
    );
    options.signal?.throwIfAborted();
    throwFailures(results.flatMap((r) => (r.status === 'rejected' ? [r.reason as unknown] : [])));
    const decrypted = results.flatMap((r) => (r.status === 'fulfilled' ? [r.value] : []));
    return { ...properties, ...Object.fromEntries(decrypted) };
  }

  /**
   * The steps from a value to its password, for an operator: in order, once each. Empty where the
   * decrypter cannot explain itself.
   */
  async explain(classname: string, value: string): Promise<readonly ExplainedStep[]> {
    this.#assertOpen();
    const { decrypter, name } = await this.#create(classname);
    return explanationOf(decrypter, value, classname).map((step) => {
      const layered = this.#limited({ decrypt: (_, options) => step.run(options) }, name);
      return { name: step.name, run: (options) => this.#call(layered, value, options) };
    });
  }

  /** Refuses new calls, waits for those under way, then closes what the container constructed. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposal ??= this.#dispose();
    await this.#disposal;
  }

  async #dispose(): Promise<void> {
    this.#ready.clear();
    await Promise.allSettled([...this.#underWay, ...this.#created.values()]);
    for (const cached of this.#caches) cached[Symbol.dispose]();
    await this.#container.dispose();
  }

  /** The password where it is known and fresh: nearly every call ends here. */
  #known(cached: Cached, value: string, options?: CallOptions): Promise<string> | undefined {
    return options?.signal?.aborted === true ? undefined : cached.fresh(value);
  }

  async #decrypt(classname: string, value: string, options: FacadeOptions = {}): Promise<string> {
    options.signal?.throwIfAborted();
    this.#assertOpen();
    if (typeof value !== 'string') throw notAString();
    if (classname === '') return value;
    const cached = this.#ready.get(classname) ?? (await this.#select(classname, options));
    return this.#call(cached, value, options);
  }

  async #select(classname: string, { signal }: CallOptions = {}): Promise<Cached> {
    const { cached } = await untilAborted(this.#create(classname), signal);
    this.#ready.set(classname, cached);
    return cached;
  }

  #limited(decrypter: PasswordDecrypter, classname: string): LayeredDecrypter {
    return timeLimited(sealed(decrypter, classname), { classname, timeLimitMs: this.#timeLimitMs });
  }

  async #call(
    layered: LayeredDecrypter,
    value: string,
    options: FacadeOptions = {},
  ): Promise<string> {
    options.signal?.throwIfAborted();
    this.#assertOpen();
    if (typeof value !== 'string') throw notAString();
    if (value === '') return '';
    return this.#track(layered.decrypt(value, options));
  }

  /** Disposal waits for what is under way. */
  async #track<T>(call: Promise<T>): Promise<T> {
    this.#underWay.add(call);
    try {
      return await call;
    } finally {
      this.#underWay.delete(call);
    }
  }

  #create(classname: string): Promise<CreatedDecrypter> {
    const definition = this.#registry.find(classname);
    const earlier = this.#created.get(definition);
    if (earlier !== undefined) return earlier;
    const created = this.#createFrom(definition);
    this.#created.set(definition, created);
    created.catch(() => this.#created.delete(definition));
    return created;
  }

  async #createFrom(definition: RegisteredDecrypter): Promise<CreatedDecrypter> {
    const { classname: name } = definition;
    const decrypter = await createDecrypter(definition, this.#container, this.#timeLimitMs);
    const layered = coalesced(traced(this.#limited(decrypter, name), name));
    const cached = new Cached(layered, name, this.#cache);
    this.#caches.push(cached);
    return { name, decrypter, cached };
  }

  #assertOpen(): void {
    if (this.#disposal !== undefined) throw disposedError();
  }
}

interface CreatedDecrypter {
  readonly name: string;
  readonly decrypter: PasswordDecrypter;
  readonly cached: Cached;
}

/** What a call knows beside what its caller says. */
interface FacadeOptions extends CallOptions {
  readonly property?: string;
}

function checkedTimeLimit(timeLimitMs: number): number {
  if (timeLimitMs > 0 && timeLimitMs <= longestTimerMs) return timeLimitMs;
  throw new RangeError(
    `timeLimitMs must be a number of milliseconds between 1 and ${longestTimerMs}.`,
  );
}

function notAString(): InvalidValueError {
  return new InvalidValueError('The value is not a string.', {
    hint: 'Pass the value as it stands in the configuration; write coordinates as JSON text.',
  });
}
