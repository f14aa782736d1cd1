#!/usr/bin/env node
/** `npm init password-decrypter-plugin my-vault`: writes a plugin that builds and passes its tests. */

import { relative } from 'node:path';

import { Command } from 'commander';

import { scaffold, ScaffoldError } from './scaffold.js';

const command = new Command('create-password-decrypter-plugin')
  .description('Writes a complete plugin for password-decrypter.')
  .argument('<name>', 'the npm package, such as my-vault or @acme/my-vault')
  .argument('[folder]', 'where to write it; by default a new folder called as the package')
  .action(async (name: string, folder: string | undefined) => {
    const { packageName, classname, directory } = await scaffold(name, folder);
    console.log(`Wrote ${packageName}, a plugin with the classname ${classname}. Now:

  cd ${relative(process.cwd(), directory) || '.'}
  npm install
  npm run build
  npm test

The vault itself is in src/vault.ts: replace the environment variables by your backend.`);
  });

try {
  await command.parseAsync();
} catch (error) {
  if (!(error instanceof ScaffoldError)) throw error;
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
}
