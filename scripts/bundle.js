/**
 * Makes one file of what tsc wrote for each library package: fewer files load faster. Every package that
 * is not ours stays outside, so that an application shares it (docs/decisions/2026-11-24-cold-start.md).
 */

import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const packages = fileURLToPath(new URL('../packages', import.meta.url));

/**
 * What is made of each package: the folder, and the conditions under which it is exported. Node.js gets
 * all in one file, in which what is needed later is evaluated later; what a bundler gets has static
 * imports, which only files of their own put off.
 */
const bundles = [
  { name: 'bundle', conditions: [], splitting: false },
  { name: 'for-bundlers', conditions: ['module'], splitting: true },
];

async function bundle(folder, { name, conditions, splitting }) {
  const outdir = join(folder, 'dist', name);
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: [join(folder, 'dist/index.js')],
    outdir,
    conditions,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    splitting,
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
  });
}

for (const name of readdirSync(packages)) {
  const folder = join(packages, name);
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const exported = JSON.stringify(exports?.['.'] ?? {});
  const made = bundles.filter(({ name: made }) => exported.includes(`/${made}/`));
  await Promise.all(made.map((each) => bundle(folder, each)));
}
