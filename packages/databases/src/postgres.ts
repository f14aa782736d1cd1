import type { LivePassword } from '@password-decrypter/core';
import { parse } from 'pg-connection-string';

import { Rotation } from './rotation.js';
import { configure, passwordOnly, type SettingsOf } from './settings.js';

/** What is needed of a `Pool` of the package pg, or of a class that extends it. */
export interface PostgresPool {
  readonly idleCount: number;
  readonly options: { connectionString?: string | undefined };
  connect: (...args: never[]) => unknown;
}

interface PostgresClient {
  readonly release: (destroy?: Error | boolean) => void;
}

type Connected = (
  error: unknown,
  client: PostgresClient | undefined,
  release: PostgresClient['release'],
) => void;

/** PostgreSQL: "PostgreSQL Error Codes", invalid_password and invalid_authorization_specification. */
const refusals: ReadonlySet<unknown> = new Set(['28P01', '28000']);

/**
 * Lets a pool of pg log in with a live password: `connect` and `query`, with promises and callbacks, ask
 * it for every new connection, and refresh it where the server refuses the login.
 *
 * @param pool - is changed and returned; its class and its other options stay as they are
 * @param settings - reads the secret; {@link rdsSettings} where it holds the user as well
 *
 * @example
 * ```js
 * const pool = rotatePostgres(new Pool({ user: 'app', host: 'db' }), decrypters.password(properties));
 * await pool.query('select 1');
 * ```
 */
export function rotatePostgres<Pool extends PostgresPool>(
  pool: Pool,
  password: LivePassword,
  settings: SettingsOf = passwordOnly,
): Pool {
  const rotation = new Rotation(password);
  takeApart(pool.options);
  const connect = (pool.connect as () => Promise<PostgresClient>).bind(pool);
  const secretOf = rememberSecrets(pool, rotation);
  const login = () =>
    rotation.login({
      // The pool makes its clients from these options.
      prepare: (secret) => configure(pool.options, settings(secret)),
      attempt: connect,
      isFree: () => pool.idleCount > 0,
      isRefused,
      secretOf,
    });
  Reflect.set(pool, 'connect', (connected?: Connected) =>
    connected === undefined ? login() : callBack(login(), connected),
  );
  return pool;
}

/** What a connection string says goes before all other options of pg, also before a live password. */
function takeApart(options: { connectionString?: string | undefined }): void {
  if (!options.connectionString) return;
  const told = parse(options.connectionString);
  // Not enumerable, as in the clients of pg: whoever prints the pool does not print the key.
  if (isObject(told.ssl)) Object.defineProperty(told.ssl, 'key', { enumerable: false });
  Object.assign(options, told, { connectionString: undefined, password: undefined });
}

function isObject(thing: unknown): thing is object {
  return typeof thing === 'object' && thing !== null;
}

/** What of a client is needed here. */
interface Client {
  connect(connected: (error: unknown) => void): void;
}

/**
 * A pool that is full makes a client later, when another login may have prepared another password; so
 * each client remembers the secret that it was made with.
 */
function rememberSecrets(pool: object, rotation: Rotation): (error: unknown) => string | undefined {
  const secrets = new WeakMap<Error, string>();
  const { Client } = pool as { Client: new (options: object) => Client };
  class RememberingClient extends Client {
    readonly #secret = rotation.prepared;

    override connect(connected: (error: unknown) => void): void {
      super.connect((error) => {
        if (error instanceof Error && this.#secret !== undefined) secrets.set(error, this.#secret);
        connected(error);
      });
    }
  }
  Reflect.set(pool, 'Client', RememberingClient);
  return (error) => (error instanceof Error ? secrets.get(error) : undefined);
}

function callBack(login: Promise<PostgresClient>, connected: Connected): void {
  login.then(
    // In a tick of its own: what a callback throws is no rejection of ours.
    (client) => process.nextTick(connected, undefined, client, client.release),
    (error: unknown) => process.nextTick(connected, error, undefined, () => undefined),
  );
}

function isRefused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && refusals.has(error.code);
}
