import { inspect } from 'node:util';

import { expect } from 'chai';
import { rdsSettings, rotateMysql } from '@password-decrypter/databases';
import mysqlWithCallbacks from 'mysql2';
import mysql from 'mysql2/promise';

import { mariadbProgram, startMariadb, storm, Vault, type Server } from './support.js';

const program = mariadbProgram();
const rotations = 200;

describe(`a pool of mysql2${program === undefined ? ' (skipped: there is no MariaDB here; Debian has it as mariadb-server)' : ''}`, () => {
  let mariadb: Server;
  let administrator: mysql.Pool;
  let pool: mysql.Pool;
  let count = 0;

  before(async function () {
    if (program === undefined) return this.skip();
    this.timeout(60_000);
    mariadb = await startMariadb(program);
    administrator = mysql.createPool({ ...mariadb.settings, ...mariadb.administrator });
  });
  after(async () => {
    if (program === undefined) return;
    await administrator.end();
    await mariadb.stop();
  });
  afterEach(async () => {
    if (program !== undefined) await pool.end();
  });

  async function account(): Promise<{ user: string; vault: Vault }> {
    const user = `app_${++count}`;
    await administrator.query(`create user '${user}'@'%' identified by 'one'`);
    await administrator.query(`grant all on app.* to '${user}'@'%'`);
    return { user, vault: new Vault('one') };
  }

  async function rotate(user: string, vault: Vault, password: string): Promise<void> {
    // MariaDB changes accounts at once, outside of transactions.
    vault.secret = password;
    await administrator.query(`alter user '${user}'@'%' identified by '${password}'`);
  }

  it('logs in with the live password, with promises and with callbacks', async () => {
    const { user, vault } = await account();
    pool = rotateMysql(mysql.createPool({ ...mariadb.settings, user }), vault.password);
    expect((await pool.query('select 1 as one'))[0]).to.deep.equal([{ one: 1 }]);
    const connection = await pool.getConnection();
    expect((await connection.query('select 2 as two'))[0]).to.deep.equal([{ two: 2 }]);
    connection.release();
    const other = rotateMysql(
      mysqlWithCallbacks.createPool({ ...mariadb.settings, user }),
      vault.password,
    );
    const rows = await new Promise((resolve, reject) => {
      other.query('select 3 as three', (error, result) => {
        if (error === null) resolve(result);
        else reject(error);
      });
    });
    expect(rows).to.deep.equal([{ three: 3 }]);
    other.end();
    expect(vault.calls).to.equal(1);
  });

  it('whoever prints the pool does not print the password', async () => {
    const { user, vault } = await account();
    vault.secret = 'one of a kind';
    await administrator.query(`alter user '${user}'@'%' identified by 'one of a kind'`);
    pool = rotateMysql(mysql.createPool({ ...mariadb.settings, user }), vault.password);
    await pool.query('select 1');
    expect(inspect(pool, { depth: 3 }))
      .to.include(user)
      .and.not.to.include('one of a kind');
  });

  it('nobody is asked for a password where a connection is free', async () => {
    const { user, vault } = await account();
    pool = rotateMysql(mysql.createPool({ ...mariadb.settings, user }), vault.password);
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
    const { user, vault } = await account();
    const options = { ...mariadb.settings, user, connectionLimit: 10 };
    pool = rotateMysql(mysql.createPool(options), vault.password);
    await vault.password.get();
    await rotate(user, vault, 'two');
    await Promise.all(Array.from({ length: 10 }, () => pool.query('select 1')));
    expect(vault.calls).to.equal(2);
  });

  it('a wrong password that has not rotated is one more call of the backend, and the error of the server', async () => {
    const { user, vault } = await account();
    await administrator.query(`alter user '${user}'@'%' identified by 'another'`);
    pool = rotateMysql(mysql.createPool({ ...mariadb.settings, user }), vault.password);
    const error: unknown = await pool.query('select 1').catch((reason: unknown) => reason);
    expect(error).to.have.property('code', 'ER_ACCESS_DENIED_ERROR');
    expect(vault.calls).to.equal(2);
  });

  /** Every third time the connection ends, so that logins go on. */
  const stormOn = (vault: Vault) => {
    let turn = 0;
    return {
      vault,
      rotations,
      query: async () => {
        const connection = await pool.getConnection();
        await connection.query('select 1');
        turn += 1;
        if (turn % 3 === 0) connection.destroy();
        else connection.release();
      },
      onLogin: (listener: () => void) => pool.on('connection', listener),
    };
  };

  it(`${rotations} rotations of one user’s password while 20 workers query: no failed query`, async function () {
    this.timeout(300_000);
    const { user, vault } = await account();
    const options = { ...mariadb.settings, user, connectionLimit: 20 };
    pool = rotateMysql(mysql.createPool(options), vault.password);
    const told = await storm({
      ...stormOn(vault),
      rotate: (round) => rotate(user, vault, `password-${round}`),
    });
    if (this.test) this.test.title += ` (${told})`;
  });

  it(`${rotations} rotations of alternating users while 20 workers query: no failed query`, async function () {
    this.timeout(300_000);
    const users = ['blue', 'green'];
    for (const user of users) {
      await administrator.query(`create user '${user}'@'%' identified by 'one'`);
      await administrator.query(`grant all on app.* to '${user}'@'%'`);
    }
    const { host, port, database } = mariadb.settings;
    const credentials = (username: string, password: string) =>
      JSON.stringify({ engine: 'mariadb', username, password, host, port, dbname: database });
    const vault = new Vault(credentials('blue', 'one'));
    const options = { connectionLimit: 20, ...mariadb.settings };
    pool = rotateMysql(mysql.createPool(options), vault.password, rdsSettings);
    const told = await storm({
      ...stormOn(vault),
      rotate: async (round) => {
        const user = users[round % 2] ?? '';
        await administrator.query(`alter user '${user}'@'%' identified by 'password-${round}'`);
        vault.secret = credentials(user, `password-${round}`);
        await vault.password.refresh();
      },
    });
    if (this.test) this.test.title += ` (${told})`;
  });
});
