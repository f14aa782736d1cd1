/**
 * A fleet of instances against backends with the published quotas: what the defaults of the cache hold.
 * The cache is the real one, of packages/core; clock, backend and the SDK's retries are simulated.
 */

import { lineChart } from '../charts.js';
import { write } from '../write.js';
import { pageOf } from './report.js';
import { simulate, story } from './simulate.js';

const [secrets, batches, parameters] = [
  { backend: 'Secrets Manager', quota: 10_000 },
  { backend: 'Secrets Manager, in batches', quota: 100 },
  { backend: 'Parameter Store', quota: 40 },
];
const fleets = [
  { ...secrets, instances: 1000, startWithinS: 60 },
  { ...secrets, instances: 10_000, startWithinS: 60 },
  { ...secrets, instances: 10_000, startWithinS: 1 },
  { ...batches, instances: 10_000, startWithinS: 1 },
  { ...parameters, instances: 1000, startWithinS: 60 },
  { ...parameters, instances: 1000, startWithinS: 1 },
  { ...parameters, instances: 10_000, startWithinS: 60 },
  { ...parameters, instances: 10_000, startWithinS: 1 },
];

const runs = [];
for (const fleet of fleets) {
  runs.push({ ...fleet, ...(await simulate(fleet)) });
  console.log(`${runs.length} of ${fleets.length}`);
}

const stepS = 10;
const peaks = (requests) =>
  Array.from({ length: Math.ceil(requests.length / stepS) }, (_, at) =>
    Math.max(...requests.slice(at * stepS, (at + 1) * stepS)),
  );
const charted = runs.filter(
  ({ instances, startWithinS }) => instances === 10_000 && startWithinS === 60,
);
const chart = lineChart({
  title:
    '10,000 instances, started within a minute: requests a second, the most of each ten seconds',
  stepS,
  series: charted.map(({ backend, requests }) => ({ name: backend, values: peaks(requests) })),
  limits: [secrets, parameters].map(({ backend, quota }) => ({
    name: `quota of ${backend}`,
    value: quota,
  })),
  moments: [
    { name: 'start', atS: 0 },
    { name: 'rotation', atS: story.rotationAtS },
    { name: 'outage', atS: story.outageFromS },
    { name: 'end of outage', atS: story.outageUntilS },
  ],
});
await write('docs/fleet.svg', chart);
await write('docs/fleet.md', pageOf(runs));
console.table(
  runs.map(({ requests, ...figures }) => ({
    total: requests.reduce((sum, count) => sum + count, 0),
    ...figures,
  })),
);
