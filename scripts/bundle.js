/**
 * Makes one file of what tsc wrote for each library package: fewer files load faster. Every package that
 * is not ours stays outside, so that an application shares it (docs/decisions/2026-11-24-cold-start.md).
 */

import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const packages = fileURLToPath(new URL('../packages', import.meta.url));

/** What is made of each package: the folder, and the conditions under which it is exported. */
const bundles = [
  { name: 'bundle', conditions: [] },
  { name: 'for-bundlers', conditions: ['module'] },
];

async function bundle(folder, { name, conditions }) {
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
    // What is loaded later stays in files of its own, where tools that trace files find what it requires.
    splitting: true,
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
  });
}

for (const name of readdirSync(packages)) {
  const folder = join(packages, name);
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const exported = JSON.stringify(exports?.['.'] ?? {});
  const wanted = bundles.filter((each) => exported.includes(`/${each.name}/`));
  await Promise.all(wanted.map((each) => bundle(folder, each)));
}
