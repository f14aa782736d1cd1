/**
 * Side by side, in one run: this project, AWS Powertools, middy and the plain SDK, all against the
 * emulator in another process. The figures go to bench/results.json, tables of them to docs/bench.md, a
 * chart to docs/bench.svg.
 */

import { startBackend } from './backend.js';
import { barChart } from './charts.js';
import { chartOf, pageOf, targetsOf } from './report.js';
import { write } from './write.js';

const backend = await startBackend();
const { cachedLookup } = await import('./rows/cached-lookup.js');
const { hundredParameters, hundredSecrets } = await import('./rows/hundred.js');
const { memory } = await import('./rows/memory.js');
const { stampede } = await import('./rows/stampede.js');
const { wholeProcesses } = await import('./rows/whole-processes.js');

const results = {
  node: process.version,
  cachedLookup: await cachedLookup(),
  stampede: await stampede(backend),
  hundredSecrets: await hundredSecrets(backend),
  hundredParameters: await hundredParameters(backend),
  wholeProcesses: await wholeProcesses(),
  memory: await memory(),
};
backend.stop();

const targets = targetsOf(results);
await write('bench/results.json', JSON.stringify({ ...results, targets }, rounded));
await write('docs/bench.svg', barChart(chartOf(results)));
await write('docs/bench.md', pageOf(results, targets));
for (const [name, rows] of Object.entries(results)) {
  if (typeof rows !== 'object' || name === 'memory') continue;
  console.log(`\n${name}`);
  console.table(JSON.parse(JSON.stringify(rows, rounded)));
}
console.table(targets);

function rounded(_key, value) {
  return typeof value === 'number' ? Number(value.toPrecision(4)) : value;
}
