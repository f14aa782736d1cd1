import type { LivePassword } from '@password-decrypter/core';

import { Rotation } from './rotation.js';
import { configure, passwordOnly, type SettingsOf } from './settings.js';

type Connected = (error: unknown, connection?: unknown) => void;

/** What is needed of a pool of the package mysql2: of the one with callbacks, or the one with promises. */
export type MysqlPool = CallbackPool | { readonly pool: CallbackPool };

/** What is needed of a pool of mysql2 that calls back. */
export interface CallbackPool {
  getConnection: (...args: never[]) => unknown;
}

/** MySQL: "Server Error Message Reference", ER_ACCESS_DENIED_ERROR. */
const refusal = 1045;

/**
 * Lets a pool of mysql2 log in with a live password, though the driver takes no password function:
 * `getConnection`, `query` and `execute`, with promises and callbacks, ask it for every new connection,
 * and refresh it where the server refuses the login.
 *
 * @param pool - is changed and returned; its other options stay as they are
 * @param settings - reads the secret; {@link rdsSettings} where it holds the user as well
 *
 * @example
 * ```js
 * const pool = rotateMysql(mysql.createPool({ user: 'app' }), decrypters.password(properties));
 * await pool.query('select 1');
 * ```
 */
export function rotateMysql<Pool extends MysqlPool>(
  pool: Pool,
  password: LivePassword,
  settings: SettingsOf = passwordOnly,
): Pool {
  const rotation = new Rotation(password);
  const inner: CallbackPool = 'pool' in pool ? pool.pool : pool;
  const configuration = connectionConfigOf(inner);
  const getConnection = (inner.getConnection as (connected: Connected) => void).bind(inner);
  const login = () =>
    rotation.login({
      prepare: (secret) => configure(configuration, settings(secret)),
      attempt: () => promised(getConnection),
      isFree: () => freeConnections(inner) > 0,
      isRefused,
    });
  Reflect.set(inner, 'getConnection', (connected: Connected) => {
    login().then(
      // In a tick of its own: what a callback throws is no rejection of ours.
      (connection) => process.nextTick(connected, null, connection),
      (error: unknown) => process.nextTick(connected, error),
    );
  });
  return pool;
}

function promised(getConnection: (connected: Connected) => void): Promise<unknown> {
  return new Promise((resolve, reject) => {
    getConnection((error, connection) => {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the driver's own
      if (error) reject(error);
      else resolve(connection);
    });
  });
}

/** Where mysql2 keeps what it makes connections from. */
function connectionConfigOf(pool: object): object {
  const { config } = pool as { readonly config?: { readonly connectionConfig?: object } };
  if (config?.connectionConfig !== undefined) return config.connectionConfig;
  throw new TypeError('This is no pool of mysql2: it has no config.connectionConfig.');
}

/** Where mysql2 keeps the connections that nobody uses; none where it does so no longer. */
function freeConnections(pool: object): number {
  const { _freeConnections: free } = pool as { readonly _freeConnections?: { length: number } };
  return free?.length ?? 0;
}

function isRefused(error: unknown): boolean {
  return error instanceof Error && 'errno' in error && error.errno === refusal;
}
