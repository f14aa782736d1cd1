/** From figures to words: the page, the chart, and what was aimed at. */

const floor = 'floor: an async function that returns a constant';
const live = 'password-decrypter, live password';
const decrypt = 'password-decrypter, decrypt';
const powertoolsLookup = 'Powertools, getSecret with maxAge';
const empty = 'an empty process';
const plaintext = 'password-decrypter, first plaintext password';
const sdk = 'plain SDK, first secret';
const secret = 'password-decrypter, first secret';
const ours = 'password-decrypter';

/** What we aim at, what this run reached, and whether that is it. */
export function targetsOf(results) {
  const { cachedLookup, stampede, hundredSecrets, hundredParameters, wholeProcesses, memory } =
    results;
  const lookups = (one, other) => cachedLookup[one].ns / cachedLookup[other].ns;
  const wall = (program) => wholeProcesses[program].ms;
  return [
    atMost(2, ' ×', 'the floor, for a live password from the cache', lookups(live, floor)),
    atMost(2, ' ×', 'the floor, for decrypt from the cache', lookups(decrypt, floor)),
    atMost(0.4, ' ×', 'Powertools, for decrypt from the cache', lookups(decrypt, powertoolsLookup)),
    atMost(1, '', 'backend call for 10,000 callers at once', stampede[ours].calls),
    atMost(5, '', 'backend calls for 100 secrets', hundredSecrets[ours].calls),
    atMost(10, '', 'backend calls for 100 parameters', hundredParameters[ours].calls),
    atMost(
      0.2,
      ' ×',
      'Powertools, for 100 secrets',
      hundredSecrets[ours].ms / hundredSecrets.Powertools.ms,
    ),
    atMost(
      1.1,
      ' ×',
      'the plain SDK, for a process with its first secret',
      wall(secret) / wall(sdk),
    ),
    atMost(
      25,
      ' ms',
      'more than an empty process, for the first plaintext password',
      wall(plaintext) - wall(empty),
    ),
    atMost(
      0.5,
      ' MB',
      'more on the heap after a million lookups than after 200,000',
      memory.along.at(-1) - memory.along[0],
    ),
  ];
}

const atMost = (limit, unit, what, reached) => ({
  aim: `at most ${limit}${unit} ${what}`,
  reached: `${Number(reached.toFixed(2))}${unit}`,
  held: reached <= limit,
});

export function pageOf(results, targets) {
  const { cachedLookup, stampede, hundredSecrets, hundredParameters, wholeProcesses, memory } =
    results;
  return `# Benchmarks

\`npm run bench\`, here on Node.js ${results.node}: side by side in one run, against the emulator in another process, medians over repeats taken in turns. The figures are those of one machine; what counts is how they compare.

![the figures as bars](bench.svg)

${table(
  ['what we aim at', 'this run', 'held'],
  targets.map(({ aim, reached, held }) => [aim, reached, held ? 'yes' : 'no']),
)}

## A password that is known

${lookupTable(cachedLookup)}

Each in a process of its own. middy has no lookup by itself: the secret is there when the handler is called, and the handler without it is beside it for comparison.

## 10,000 callers at once, one secret that nobody asked for before

${workTable(stampede)}

## 100 secrets at once, 100 parameters at once

The client has made one call and so has a connection; none of the hundred was asked for before. \`getParametersByName\` and middy's handler take all names in one call, the others one name in each of a hundred calls at once.

${workTable(hundredSecrets, 'secrets')}

${workTable(hundredParameters, 'parameters')}

## A whole process, from its start to its end

${processTable(wholeProcesses)}

Files are those loaded by \`import\` and \`require()\`, of the program and all it depends on.

## A million lookups

Over 10,000 distinct values with room for 1,000: ${memory.empty.toFixed(1)} MB on the heap before, then, after each 200,000 lookups, ${memory.along.map((mb) => mb.toFixed(1)).join(', ')} MB. The process ends by itself while a thousand passwords are fresh for minutes: no timer keeps it alive.
`;
}

/** Bars for what is comparable, the shorter the better. */
export function chartOf({ cachedLookup, hundredSecrets, hundredParameters, wholeProcesses }) {
  const bars = (rows, figure) =>
    Object.entries(rows)
      .filter(([name]) => !name.startsWith('middy, a') && !name.startsWith('middy, the'))
      .map(([name, figures]) => ({ name, value: figures[figure], ours: name.startsWith(ours) }));
  return [
    { title: 'A password that is known, ns', bars: bars(cachedLookup, 'ns') },
    { title: '100 secrets at once, ms', bars: bars(hundredSecrets, 'ms') },
    { title: '100 parameters at once, ms', bars: bars(hundredParameters, 'ms') },
    { title: 'A whole process, ms', bars: bars(wholeProcesses, 'ms') },
  ];
}

function lookupTable(rows) {
  return table(
    ['lookup', 'ns per awaited call', '× the floor', '× Powertools'],
    Object.entries(rows).map(([name, { ns }]) => [
      name,
      round(ns),
      round(ns / rows[floor].ns),
      round(ns / rows[powertoolsLookup].ns),
    ]),
  );
}

function workTable(rows, what = 'callers') {
  return table(
    [what, 'backend calls', 'ms', '× Powertools'],
    Object.entries(rows).map(([name, { calls, ms }]) => [
      name,
      round(calls),
      round(ms),
      round(ms / rows.Powertools.ms),
    ]),
  );
}

function processTable(rows) {
  return table(
    ['process', 'ms', 'ms more than empty', '× plain SDK', 'files loaded', 'MB resident'],
    Object.entries(rows).map(([name, { ms, modules, rssMb }]) => [
      name,
      round(ms),
      round(ms - rows[empty].ms),
      round(ms / rows[sdk].ms),
      modules,
      round(rssMb),
    ]),
  );
}

function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** Three digits are more than these figures hold. */
function round(number) {
  if (Number.isInteger(number)) return number.toLocaleString('en');
  return number >= 100 ? Math.round(number).toLocaleString('en') : number.toPrecision(2);
}
