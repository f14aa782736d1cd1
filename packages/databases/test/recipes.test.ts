import { expect } from 'chai';
import { rotatePostgres } from '@password-decrypter/databases';
import { PrismaPg } from '@prisma/adapter-pg';
import createKnex, { type Knex } from 'knex';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import postgresJs from 'postgres';
import { Sequelize } from 'sequelize';
import { DataSource } from 'typeorm';

import { startPostgres, Vault, type Server } from './support.js';

describe('recipes', () => {
  let postgres: Server;
  let administrator: pg.Client;
  let vault: Vault;
  let user: string;
  let count = 0;

  before(async function () {
    this.timeout(60_000);
    postgres = await startPostgres();
    administrator = new pg.Client({ ...postgres.settings, ...postgres.administrator });
    administrator.on('error', () => undefined);
    await administrator.connect();
  });
  after(async () => {
    await administrator.end();
    await postgres.stop();
  });
  beforeEach(async () => {
    user = `recipe_${++count}`;
    vault = new Vault('one');
    await administrator.query(`create role ${user} login password 'one'`);
  });

  /** The password has rotated, and whoever asks for it knows. */
  async function rotate(): Promise<void> {
    await administrator.query(`alter role ${user} password 'two'`);
    vault.secret = 'two';
  }

  it('knex asks the live password for each connection', async () => {
    const connection = { ...postgres.settings, user, password: () => vault.password.get() };
    const knex = createKnex({
      client: 'pg',
      connection: connection as Knex.PgConnectionConfig,
      pool: { min: 0, max: 2 },
    });
    const me = async () => {
      const answer: unknown = await knex.raw('select current_user as me');
      return Reflect.get(Object(answer), 'rows') as unknown;
    };
    expect(await me()).to.deep.equal([{ me: user }]);
    await rotate();
    await vault.password.refresh();
    // While one connection is busy, the other is made with the new password.
    const [, both] = await Promise.all([knex.raw('select pg_sleep(0.2)'), me()]);
    expect(both).to.deep.equal([{ me: user }]);
    await knex.destroy();
  });

  it('TypeORM asks the live password for each connection', async () => {
    const { host, port, database } = postgres.settings;
    const source = new DataSource({
      type: 'postgres',
      host,
      port,
      database,
      username: user,
      password: () => vault.password.get(),
    });
    await source.initialize();
    const me = (): Promise<unknown> => source.query('select current_user as me');
    expect(await me()).to.deep.equal([{ me: user }]);
    await rotate();
    await vault.password.refresh();
    const [, both] = await Promise.all([source.query('select pg_sleep(0.2)'), me()]);
    expect(both).to.deep.equal([{ me: user }]);
    await source.destroy();
  });

  it('Sequelize asks the live password for each connection', async () => {
    const { host, port, database } = postgres.settings;
    const options = { host, port, dialect: 'postgres' as const, logging: false as const };
    const sequelize = new Sequelize(database, user, '', { ...options, pool: { max: 2 } });
    sequelize.addHook('beforeConnect', async (connection) => {
      connection.password = await vault.password.get();
    });
    await sequelize.authenticate();
    await rotate();
    await vault.password.refresh();
    await Promise.all([sequelize.query('select pg_sleep(0.2)'), sequelize.authenticate()]);
    await sequelize.close();
  });

  it('Kysely logs in again after a rotation, through a pool of pg', async () => {
    const pool = new pg.Pool({ ...postgres.settings, user, maxUses: 1 });
    const dialect = new PostgresDialect({ pool: rotatePostgres(pool, vault.password) });
    const kysely = new Kysely<object>({ dialect });
    const me = async () => (await sql`select current_user as me`.execute(kysely)).rows;
    expect(await me()).to.deep.equal([{ me: user }]);
    await rotate();
    expect(await me()).to.deep.equal([{ me: user }]);
    await kysely.destroy();
  });

  it('postgres.js asks the live password for each connection', async () => {
    const { host, port, database } = postgres.settings;
    const password = () => vault.password.get();
    const query = postgresJs({ host, port, database, user, password, max: 2 });
    const me = async () => [...(await query`select current_user as me`)];
    expect(await me()).to.deep.equal([{ me: user }]);
    await rotate();
    await vault.password.refresh();
    const [, both] = await Promise.all([query`select pg_sleep(0.2)`, me()]);
    expect(both).to.deep.equal([{ me: user }]);
    await query.end();
  });

  it('the adapter of Prisma logs in again after a rotation, through a pool of pg', async () => {
    const pool = rotatePostgres(
      new pg.Pool({ ...postgres.settings, user, maxUses: 1 }),
      vault.password,
    );
    const adapter = await new PrismaPg(pool).connect();
    const me = () =>
      adapter.queryRaw({ sql: 'select current_user::text as me', args: [], argTypes: [] });
    expect((await me()).rows).to.deep.equal([[user]]);
    await rotate();
    expect((await me()).rows).to.deep.equal([[user]]);
    await adapter.dispose();
    await pool.end();
  });
});
