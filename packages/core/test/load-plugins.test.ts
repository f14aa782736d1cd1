import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { expect } from 'chai';
import { createDecrypters, loadPlugins } from '@password-decrypter/core';

import { failure } from './support.js';

const canary = 'hunter2-canary';

describe('plugins by name in configuration', () => {
  let folder: string;
  let from: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plugins-'));
    from = pathToFileURL(join(folder, 'app.js')).href;
    Reflect.set(globalThis, 'executed', []);
  });
  afterEach(async () => {
    Reflect.deleteProperty(globalThis, 'executed');
    await rm(folder, { recursive: true });
  });

  const executed = () => Reflect.get(globalThis, 'executed') as string[];
  const load = (names: string, ...allow: string[]) =>
    loadPlugins({ 'password.decrypter.plugins': names }, { from, allow });

  /** Installs a package for the application; importing it leaves a trace. */
  async function install(name: string, body: string, manifest: object = {}): Promise<void> {
    const home = join(folder, 'node_modules', name);
    await mkdir(home, { recursive: true });
    const described = {
      name,
      version: '1.0.0',
      type: 'module',
      exports: './index.js',
      ...manifest,
    };
    await writeFile(join(home, 'package.json'), JSON.stringify(described));
    await writeFile(join(home, 'index.js'), `globalThis.executed.push('${name}');\n${body}`);
  }

  const pluginSource = (name: string, classname: string, more = '') =>
    `{ name: '${name}', ${more} decrypters: [{
      classname: '${classname}', summary: 'For a test.',
      create: () => ({ decrypt: async (value) => value.toUpperCase() }),
    }] }`;
  const installPlugin = (name: string, classname: string, more = '') =>
    install(name, `export default ${pluginSource(name, classname, more)};`);

  it('loads what the configuration names and the application allows, from the application', async () => {
    await installPlugin('acme-decrypter', 'Acme');
    await installPlugin('@corp/decrypter', 'Corp');
    const plugins = await load(
      ' acme-decrypter, @corp/decrypter,acme-decrypter,',
      'acme-decrypter',
      '@corp/*',
    );
    const decrypters = createDecrypters({ plugins });
    expect(await decrypters.decrypt('Acme', 'a')).to.equal('A');
    expect(await decrypters.decrypt('Corp', 'b')).to.equal('B');
    expect(executed()).to.have.members(['acme-decrypter', '@corp/decrypter']);
  });

  it('names no plugin, loads none', async () => {
    expect(await loadPlugins({}, { from, allow: ['*'] })).to.deep.equal([]);
    expect(await load(' , ')).to.deep.equal([]);
  });

  it('a package that is not allowed is refused before anything is executed', async () => {
    await installPlugin('acme-decrypter', 'Acme');
    await installPlugin('@corp/decrypter', 'Corp');
    for (const allow of [[], ['acme'], ['@corp'], ['@other/*'], ['*'], ['@corp/*x']]) {
      const error = await failure(load('@corp/decrypter', ...allow));
      expect(error.code).to.equal('ERR_DECRYPTER_NOT_LOADED');
      expect(error.message).to.include('is not allowed by the application');
    }
    await failure(load('acme-decrypter,@corp/decrypter', 'acme-decrypter'));
    expect(executed()).to.deep.equal([]);
  });

  it('what is no package name is never imported, even where it is allowed', async () => {
    await writeFile(join(folder, 'evil.js'), `globalThis.executed.push('evil');`);
    await install('acme-decrypter', '', { exports: { '.': './index.js', './sub': './index.js' } });
    for (const name of [
      './evil.js',
      join(folder, 'evil.js'),
      pathToFileURL(join(folder, 'evil.js')).href,
      '../x',
      'node:fs',
      'fs',
      'data:text/javascript,globalThis.executed.push(1)',
      'https://example.com/x.js',
      'acme-decrypter/sub',
      '@corp',
      'Acme Decrypter',
      '#internal',
    ]) {
      const error = await failure(load(name, name));
      expect(error.message, name).to.include('is not the name of an npm package');
    }
    expect(executed()).to.deep.equal([]);
  });

  it('a package that is missing, throws, or is no plugin is told apart', async () => {
    await install('throwing', `throw new Error('${canary}');`);
    await install('empty', '');
    await install('shapeless', 'export default { hello: 1 };');
    await installPlugin('newer', 'Newer', 'contract: 2,');
    const told = async (name: string) => {
      const error = await failure(load(name, name));
      expect(error.code).to.equal('ERR_DECRYPTER_NOT_LOADED');
      expect(JSON.stringify(error) + String(error.stack)).not.to.include(canary);
      return `${error.message} ${error.hint}`;
    };
    expect(await told('missing')).to.include(
      '"missing" is not installed. Run "npm install missing"',
    );
    expect(await told('throwing')).to.include('throws while it is loaded');
    expect(await told('empty')).to.include('is not a plugin object');
    expect(await told('shapeless')).to.include('has no "name"');
    expect(await told('newer')).to.include('another version of the contract');
  });

  it('a package compiled to CommonJS serves as well', async () => {
    const manifest = { type: 'commonjs', exports: undefined, main: './index.js' };
    const source = pluginSource('compiled', 'Compiled');
    await install('compiled', `exports.__esModule = true; exports.default = ${source};`, manifest);
    await install('plain-cjs', `module.exports = ${pluginSource('plain-cjs', 'Plain')};`, manifest);
    const plugins = await load('compiled,plain-cjs', 'compiled', 'plain-cjs');
    expect(plugins.map(({ name }) => name)).to.deep.equal(['compiled', 'plain-cjs']);
  });

  it('a CommonJS application gives its file name', async () => {
    await installPlugin('acme-decrypter', 'Acme');
    const properties = { 'password.decrypter.plugins': 'acme-decrypter' };
    const filename = join(folder, 'app.cjs');
    const plugins = await loadPlugins(properties, { from: filename, allow: ['acme-decrypter'] });
    expect(plugins).to.have.lengthOf(1);
  });

  it('the same plugin from the application and from its configuration is one', async () => {
    await installPlugin('acme-decrypter', 'Acme');
    const [plugin] = await load('acme-decrypter', 'acme-decrypter');
    const plugins = [
      ...(plugin ? [plugin] : []),
      ...(await load('acme-decrypter', 'acme-decrypter')),
    ];
    expect(createDecrypters({ plugins }).definitions).to.have.lengthOf(1);
  });

  it('a class decorated by another copy of tsyringe is told as that', async () => {
    const elsewhere = class Elsewhere {
      constructor(readonly it: unknown) {}
    };
    const decrypters = createDecrypters({
      plugins: [
        {
          name: 'own-copies',
          decrypters: [
            {
              classname: 'Own',
              summary: 'For a test.',
              create: (container) => container.resolve(elsewhere) as never,
            },
          ],
        },
      ],
    });
    const error = await failure(decrypters.select('Own'));
    expect(error.message).to.include('another copy of tsyringe');
    expect(error.hint).to.include('@password-decrypter/core').and.to.include('npm ls tsyringe');
  });
});
