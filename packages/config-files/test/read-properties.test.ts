import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { expect } from 'chai';
import { readProperties } from '@password-decrypter/config-files';

import { failure } from '../../core/test/support.js';
import { canary } from './support.js';

describe('readProperties', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'config-'))));
  afterEach(() => rm(folder, { recursive: true }));

  async function file(name: string, content: string | Uint8Array): Promise<string> {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  }

  it('the name of a file tells its format', async () => {
    const files: Record<string, string> = {
      'confluence.cfg.xml': '<c><property name="a.b">1</property></c>',
      'app.properties': 'a.b=1',
      'app.json': '{"a":{"b":1}}',
      'app.yaml': 'a: { b: 1 }',
      'app.yml': 'a.b: 1',
      '.env': 'A_B=1',
      '.env.local': 'A_B=1',
      'prod.env': 'A_B=1',
    };
    for (const [name, content] of Object.entries(files)) {
      expect(await readProperties(await file(name, content)), name).to.deep.equal({ 'a.b': '1' });
    }
  });

  it('a format can be named, and a path can be a URL', async () => {
    const path = await file('settings.conf', 'a=1');
    const url = pathToFileURL(path);
    expect(await readProperties(url, { format: 'properties' })).to.deep.equal({ a: '1' });
    expect((await failure(readProperties(path))).hint).to.include('atlassian-xml, properties');
  });

  it('a URL that names no file is refused, with nothing of it but its scheme', async () => {
    for (const url of [
      `https://user:${canary}@example.com/app.json`,
      `file://${canary}/app.json`,
    ]) {
      const error = await failure(readProperties(new URL(url)));
      expect(error.code).to.equal('ERR_DECRYPTER_CONFIG_FILE');
      expect(JSON.stringify(error)).not.to.include(canary);
    }
  });

  it('a byte order mark is no part of the file', async () => {
    const path = await file('app.properties', '\uFEFFa=1');
    expect(await readProperties(path)).to.deep.equal({ a: '1' });
  });

  it('a file that is not there, is a folder, is too long or no text is told with its name', async () => {
    await mkdir(join(folder, 'folder.json'));
    const told = async (path: string) => (await failure(readProperties(path))).message;
    expect(await told(join(folder, 'no.json'))).to.match(/no\.json: there is no such file/);
    expect(await told(join(folder, 'folder.json'))).to.match(/folder\.json: this is a folder/);
    expect(await told(await file('long.json', Buffer.alloc(1_048_577, ' ')))).to.match(
      /longer than/,
    );
    const bytes = Buffer.concat([
      Buffer.from(`{\n"a":"${canary}`),
      Buffer.of(0xff),
      Buffer.from('"}'),
    ]);
    const notText = await failure(readProperties(await file('bytes.json', bytes)));
    expect(notText.message).to.match(/bytes\.json, line 2: the file is not UTF-8 text/);
    expect(JSON.stringify(notText)).not.to.include(canary);
  });
});
