import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';
import { parseProperties } from '@password-decrypter/config-files';
import * as core from '@password-decrypter/core';
import { startAwsEmulator, type AwsEmulator } from '@password-decrypter/aws-emulator';
import mysql from 'mysql2/promise';
import pg from 'pg';

import {
  mariadbProgram,
  startMariadb,
  startPostgres,
  type Server,
} from '../packages/databases/test/support.js';
import { environmentOf, root, run, runTypeScript } from './support.js';

const region = 'ap-southeast-2';
const password = 'correct-horse-battery-staple';

/** Every page that people read, the names relative to the root. */
const packages = await readdir(join(root, 'packages'));
const docs = (await readdir(join(root, 'docs'))).filter((name) => name.endsWith('.md'));
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...docs.map((name) => `docs/${name}`),
  ...packages.map((name) => `packages/${name}/README.md`),
];

async function blocks(page: string, language: string): Promise<string[]> {
  const markdown = await readFile(join(root, page), 'utf8');
  const fence = new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm');
  return [...markdown.matchAll(fence)].map(([, code = '']) => code);
}

describe('documentation', () => {
  let aws: AwsEmulator;

  before(async () => {
    aws = await startAwsEmulator();
    const value = JSON.stringify({ username: 'app', password });
    aws.secrets.put({ region, name: 'mySecretId', value });
    aws.parameters.put({ region, name: '/app/db/password', value: 's3cret' });
  });
  after(() => aws.close());

  const databases: Record<string, string> = {};
  const servers: Server[] = [];

  before(async function () {
    this.timeout(60_000);
    const postgres = await startPostgres();
    servers.push(postgres);
    const administrator = new pg.Client({ ...postgres.settings, ...postgres.administrator });
    await administrator.connect();
    await administrator.query(`create role app login password '${password}'`);
    await administrator.end();
    databases.POSTGRES_URL = urlOf('postgres', postgres);
    const program = mariadbProgram();
    if (program === undefined) return;
    const mariadb = await startMariadb(program);
    servers.push(mariadb);
    const root = await mysql.createConnection({ ...mariadb.settings, ...mariadb.administrator });
    await root.query(`create user 'app'@'%' identified by '${password}'`);
    await root.query("grant all on app.* to 'app'@'%'");
    await root.end();
    databases.MYSQL_URL = urlOf('mysql', mariadb);
  });
  after(() => Promise.all(servers.map((server) => server.stop())));

  const urlOf = (scheme: string, { settings: { host, port, database } }: Server) =>
    `${scheme}://app@${host}:${port}/${database}`;

  it('each package has a README with a snippet', async () => {
    for (const name of packages) {
      const page = `packages/${name}/README.md`;
      const found = [...(await blocks(page, 'ts')), ...(await blocks(page, 'sh'))];
      expect(found, page).not.to.be.empty;
    }
  });

  for (const page of pages) {
    it(`each snippet of ${page} runs, and prints what it says`, async function () {
      for (const snippet of await blocks(page, 'ts')) {
        if (snippet.includes('MYSQL_URL') && mariadbProgram() === undefined) {
          if (this.test) this.test.title += ' (not that for mysql2: there is no MariaDB here)';
          continue;
        }
        const said = [...snippet.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(
          ([, text]) => text,
        );
        const { exitCode, stdout, stderr } = await runTypeScript(snippet, {
          env: { ...environmentOf(aws), ...databases },
        });
        expect({ exitCode, stderr }, snippet).to.deep.equal({ exitCode: 0, stderr: '' });
        // A snippet that is itself a test prints as its runner does.
        if (snippet.includes("from 'node:test'")) continue;
        expect(stdout.split('\n').slice(0, -1), snippet).to.deep.equal(said);
      }
    });
  }

  it('docs/configuration.md says the same in each format', async () => {
    const formats = {
      xml: 'atlassian-xml',
      properties: 'properties',
      json: 'json',
      yaml: 'yaml',
      env: 'env',
    } as const;
    for (const [language, format] of Object.entries(formats)) {
      const [text = ''] = await blocks('docs/configuration.md', language);
      const properties = { ...parseProperties(text, format) };
      expect(properties, format).to.include({
        'db.user': 'app',
        'db.password.decrypter.classname': 'AwsSsmDecrypter',
        'db.password': '{"region":"ap-southeast-2","parameterName":"/app/db/password"}',
      });
      expect(core.pluginNames(properties)).to.deep.equal(['@acme/my-vault', '@acme/another']);
    }
  });

  it('the output that the README shows is what npm start prints', async () => {
    const [shown] = await blocks('README.md', 'text');
    const demo = join(root, 'examples/confluence/demo.js');
    const { exitCode, stdout, stderr } = await run(process.execPath, [demo], {
      env: environmentOf(aws),
    });
    expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: '' });
    expect(stdout).to.equal(shown);
  });

  it('each link of each page leads to a file that is there', async () => {
    for (const page of pages) {
      const markdown = await readFile(join(root, page), 'utf8');
      for (const [, target = ''] of markdown.matchAll(/\]\((?!https?:)([^)#]+)/g)) {
        const folder = target.replace(/[^/]*$/, '');
        const name = target.slice(folder.length);
        const there = await readdir(join(root, page, '..', folder));
        expect(there, `${page}: ${target}`).to.include(name === '' ? there[0] : name);
      }
    }
  });

  it('every error code is documented, and every documented code exists', async () => {
    const codes = Object.values(core).flatMap((exported) => {
      if (typeof exported !== 'function' || !(exported.prototype instanceof core.DecrypterError)) {
        return [];
      }
      const error: unknown = Reflect.construct(
        exported,
        exported === core.UnresolvedPropertiesError ? [[]] : ['', { hint: '' }],
      );
      return error instanceof core.DecrypterError ? [error.code] : [];
    });
    const page = await readFile(join(root, 'docs/errors.md'), 'utf8');
    const documented = [...page.matchAll(/^\| `\w+` +\| `(\w+)`/gm)].map(([, code]) => code);
    expect(documented.sort()).to.deep.equal(codes.sort());
  });
});
