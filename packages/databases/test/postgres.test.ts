import { inspect } from 'node:util';

import { expect } from 'chai';
import { rdsSettings, rotatePostgres } from '@password-decrypter/databases';
import pg from 'pg';

import { pause, startPostgres, storm, Vault, type Server } from './support.js';

/** A tenth of what CI and `npm run test:rotations` do. */
const rotations = Number(process.env.ROTATIONS ?? 100);

describe('a pool of pg', () => {
  let postgres: Server;
  let administrator: pg.Pool;
  let pool: pg.Pool;
  let count = 0;

  before(async function () {
    this.timeout(60_000);
    postgres = await startPostgres();
    administrator = new pg.Pool({ ...postgres.settings, ...postgres.administrator, max: 2 });
    // When the server stops, idle connections are told.
    administrator.on('error', () => undefined);
  });
  after(async () => {
    await administrator.end();
    await postgres.stop();
  });
  afterEach(async () => {
    await pool.end();
    // The server ends when everybody has left it: whom it sends away would complain.
    const others = `select 1 from pg_stat_activity where usename <> 'postgres'`;
    while ((await administrator.query(others)).rowCount !== 0) await pause();
  });

  /** A role with a password, which a vault holds. */
  async function role(): Promise<{ user: string; vault: Vault }> {
    const user = `app_${++count}`;
    await administrator.query(`create role ${user} login password 'one'`);
    return { user, vault: new Vault('one') };
  }

  async function rotate(user: string, vault: Vault, password: string): Promise<void> {
    const session = await administrator.connect();
    await session.query('begin');
    await session.query(`alter role ${user} password '${password}'`);
    // At one moment for the server and for the vault: the old password holds until the commit, and
    // nobody asks the vault before a login is refused.
    vault.secret = password;
    await session.query('commit');
    session.release();
  }

  it('logs in with the live password, in every style', async () => {
    const { user, vault } = await role();
    pool = rotatePostgres(new pg.Pool({ ...postgres.settings, user }), vault.password);
    expect((await pool.query('select 1 as one')).rows).to.deep.equal([{ one: 1 }]);
    const client = await pool.connect();
    expect((await client.query('select 2 as two')).rows).to.deep.equal([{ two: 2 }]);
    client.release();
    const rows = await new Promise((resolve, reject) => {
      pool.connect((error, borrowed, release) => {
        if (error !== undefined) reject(error);
        void borrowed?.query('select 3 as three').then((result) => {
          release();
          resolve(result.rows);
        }, reject);
      });
    });
    expect(rows).to.deep.equal([{ three: 3 }]);
    expect(vault.calls).to.equal(1);
  });

  it('a login that is refused after a rotation is tried again with the new password', async () => {
    const { user, vault } = await role();
    pool = rotatePostgres(new pg.Pool({ ...postgres.settings, user, maxUses: 1 }), vault.password);
    await pool.query('select 1');
    await rotate(user, vault, 'two');
    expect((await pool.query('select current_user as me')).rows).to.deep.equal([{ me: user }]);
    expect(vault.calls).to.equal(2);
  });

  it('nobody is asked for a password where a connection is free', async () => {
    const { user, vault } = await role();
    pool = rotatePostgres(new pg.Pool({ ...postgres.settings, user }), vault.password);
    let asked = 0;
    const get = vault.password.get.bind(vault.password);
    vault.password.get = (options) => {
      asked += 1;
      return get(options);
    };
    for (let turn = 0; turn < 10; turn += 1) await pool.query('select 1');
    expect(asked).to.equal(1);
  });

  it('many connections that are refused at once share one refresh', async () => {
    const { user, vault } = await role();
    const options = { ...postgres.settings, user, maxUses: 1, max: 20 };
    pool = rotatePostgres(new pg.Pool(options), vault.password);
    await pool.query('select 1');
    await rotate(user, vault, 'two');
    await Promise.all(Array.from({ length: 20 }, () => pool.query('select 1')));
    expect(vault.calls).to.equal(2);
  });

  it('a wrong password that has not rotated is one more call of the backend, and the error of the server', async () => {
    const { user, vault } = await role();
    await administrator.query(`alter role ${user} password 'another'`);
    pool = rotatePostgres(new pg.Pool({ ...postgres.settings, user }), vault.password);
    const error: unknown = await pool.query('select 1').catch((reason: unknown) => reason);
    expect(error).to.have.property('code', '28P01');
    expect(vault.calls).to.equal(2);
  });

  it('the user’s own class and options are kept', async () => {
    const { user, vault } = await role();
    class OwnPool extends pg.Pool {}
    pool = rotatePostgres(
      new OwnPool({ ...postgres.settings, user, application_name: 'mine' }),
      vault.password,
    );
    expect(pool).to.be.instanceOf(OwnPool);
    const { rows } = await pool.query('select current_setting($1) as name', ['application_name']);
    expect(rows).to.deep.equal([{ name: 'mine' }]);
  });

  it('a connection string is kept, but for the password in it', async () => {
    const { user, vault } = await role();
    const { host, port, database } = postgres.settings;
    for (const credentials of [user, `${user}:outdated`]) {
      const place = `${credentials}@${host}:${port}/${database}?application_name=mine`;
      pool = rotatePostgres(
        new pg.Pool({ connectionString: `postgres://${place}` }),
        vault.password,
      );
      const { rows } = await pool.query(
        "select current_user as me, current_setting('application_name') as name",
      );
      expect(rows).to.deep.equal([{ me: user, name: 'mine' }]);
      await pool.end();
    }
    pool = new pg.Pool();
  });

  it('whoever prints the pool does not print the password', async () => {
    const { user, vault } = await role();
    vault.secret = 'one of a kind';
    await administrator.query(`alter role ${user} password 'one of a kind'`);
    pool = rotatePostgres(new pg.Pool({ ...postgres.settings, user }), vault.password);
    await pool.query('select 1');
    expect(inspect(pool, { depth: 3 }))
      .to.include(user)
      .and.not.to.include('one of a kind');
  });

  it('while nobody can give a password, open connections still serve', async () => {
    const { user, vault } = await role();
    pool = rotatePostgres(new pg.Pool({ ...postgres.settings, user, max: 1 }), vault.password);
    await pool.query('select 1');
    const get = vault.password.get.bind(vault.password);
    vault.password.get = () => Promise.reject(new Error('gone'));
    await pool.query('select 1');
    vault.password.get = get;
  });

  const stormOn = (vault: Vault) => ({
    vault,
    rotations,
    query: () => pool.query('select 1'),
    onLogin: (listener: () => void) => pool.on('connect', listener),
  });

  it(`${rotations} rotations of one user’s password while 20 workers query: no failed query`, async function () {
    this.timeout(300_000);
    const { user, vault } = await role();
    const options = { ...postgres.settings, user, max: 20, maxUses: 3 };
    pool = rotatePostgres(new pg.Pool(options), vault.password);
    const told = await storm({
      ...stormOn(vault),
      rotate: (round) => rotate(user, vault, `password-${round}`),
    });
    if (this.test) this.test.title += ` (${told})`;
  });

  it(`${rotations} rotations of alternating users while 20 workers query: no failed query`, async function () {
    this.timeout(300_000);
    const users = ['blue', 'green'];
    for (const user of users) await administrator.query(`create role ${user} login password 'one'`);
    const credentials = (username: string, password: string) =>
      JSON.stringify({ engine: 'postgres', username, password, ...rdsPlace(postgres) });
    const vault = new Vault(credentials('blue', 'one'));
    const options = { max: 20, maxUses: 3 };
    pool = rotatePostgres(new pg.Pool(options), vault.password, rdsSettings);
    const told = await storm({
      ...stormOn(vault),
      rotate: async (round) => {
        const user = users[round % 2] ?? '';
        await administrator.query(`alter role ${user} password 'password-${round}'`);
        vault.secret = credentials(user, `password-${round}`);
        // What is known is not refused until its turn comes again: the application renews in time.
        await vault.password.refresh();
      },
    });
    if (this.test) this.test.title += ` (${told})`;
  });
});

function rdsPlace({ settings }: Server) {
  return { host: settings.host, port: String(settings.port), dbname: settings.database };
}
