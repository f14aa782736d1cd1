/**
 * Side by side, in one run: this project, AWS Powertools, middy and the plain SDK, all against the
 * emulator in another process. Medians over repeats; the table goes to docs/bench.md, the figures to
 * bench/results.json.
 */

import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { measure } from 'mitata';

const region = 'eu-west-1';
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const emulator = fork(here('emulator.js'));
const [{ environment }] = await once(emulator, 'message');
Object.assign(process.env, environment, { AWS_REGION: region, POWERTOOLS_DEV: 'true' });

const { createDecrypters } = await import('@password-decrypter/core');
const { default: awsSecretsManager } = await import('@password-decrypter/aws-secrets-manager');
const { default: awsSsm } = await import('@password-decrypter/aws-ssm');
const { default: middy } = await import('@middy/core');
const { default: middySecrets } = await import('@middy/secrets-manager');
const { SecretsProvider } = await import('@aws-lambda-powertools/parameters/secrets');
const { SSMProvider } = await import('@aws-lambda-powertools/parameters/ssm');
const { GetSecretValueCommand, SecretsManagerClient } =
  await import('@aws-sdk/client-secrets-manager');

const secretsManager = 'AwsSecretsManagerDecrypter';
const decryptersOf = (options) =>
  createDecrypters({ plugins: [awsSecretsManager, awsSsm], ...options });
const coordinates = (index) => JSON.stringify({ region, secretId: `secret-${index}` });

async function backendCalls() {
  emulator.send('calls');
  const [{ calls }] = await once(emulator, 'message');
  return calls;
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Wall time in ms and backend calls of a piece of work, medians over repeats. */
async function work(run, repeats = 7) {
  const [times, calls] = [[], []];
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const once = await run();
    await backendCalls();
    const startedAt = performance.now();
    await once();
    times.push(performance.now() - startedAt);
    calls.push(await backendCalls());
  }
  return { ms: median(times), calls: median(calls) };
}

/** Nanoseconds of one awaited call. */
async function nanoseconds(call) {
  const batch = 1000;
  const { p50 } = await measure(async () => {
    for (let index = 0; index < batch; index += 1) await call();
  });
  return p50 / batch;
}

async function cachedLookup() {
  const decrypters = decryptersOf();
  const value = coordinates(0);
  const properties = { p: value, 'p.decrypter.classname': secretsManager };
  const password = decrypters.password(properties);
  await password.get();
  await decrypters.decrypt(secretsManager, value);
  const powertools = new SecretsProvider();
  const getSecret = () => powertools.get('secret-0', { maxAge: 3600 });
  await getSecret();
  const handler = middy(async (_event, context) => context.secret).use(
    middySecrets({
      fetchData: { secret: 'secret-0' },
      cacheExpiry: -1,
      setToContext: true,
      AwsClient: SecretsManagerClient,
    }),
  );
  await handler({}, {});
  const constant = async () => 's3cret';
  return {
    'floor: an async function that returns a constant': await nanoseconds(constant),
    'password-decrypter, live password': await nanoseconds(() => password.get()),
    'password-decrypter, decrypt': await nanoseconds(() =>
      decrypters.decrypt(secretsManager, value),
    ),
    'Powertools, getSecret with maxAge': await nanoseconds(getSecret),
    'middy, a whole handler with cached secrets': await nanoseconds(() => handler({}, {})),
  };
}

async function stampede() {
  const crowd = (call) => () => Promise.all(Array.from({ length: 10_000 }, call));
  return {
    'password-decrypter': await work(async () => {
      const decrypters = decryptersOf();
      return crowd(() => decrypters.decrypt(secretsManager, coordinates(0)));
    }),
    Powertools: await work(async () => {
      const powertools = new SecretsProvider();
      return crowd(() => powertools.get('secret-0', { maxAge: 3600 }));
    }, 1),
  };
}

async function hundred() {
  const each = (call) => () => Promise.all(Array.from({ length: 100 }, (_, index) => call(index)));
  const ours = (classname, value) =>
    work(async () => {
      const decrypters = decryptersOf({ cache: false });
      await decrypters.decrypt(classname, value(0));
      return each((index) => decrypters.decrypt(classname, value(index)));
    });
  const parameter = (index) => JSON.stringify({ region, parameterName: `/parameter-${index}` });
  return {
    secrets: {
      'password-decrypter': await ours(secretsManager, coordinates),
      Powertools: await work(async () => {
        const powertools = new SecretsProvider();
        await powertools.get('secret-0', { forceFetch: true });
        return each((index) => powertools.get(`secret-${index}`, { forceFetch: true }));
      }),
      'plain SDK': await work(async () => {
        const client = new SecretsManagerClient({ region });
        const get = (index) =>
          client.send(new GetSecretValueCommand({ SecretId: `secret-${index}` }));
        await get(0);
        return each(get);
      }),
    },
    parameters: {
      'password-decrypter': await ours('AwsSsmDecrypter', parameter),
      Powertools: await work(async () => {
        const powertools = new SSMProvider();
        const options = { forceFetch: true, decrypt: true };
        await powertools.get('/parameter-0', options);
        return each((index) => powertools.get(`/parameter-${index}`, options));
      }),
    },
  };
}

/** Whole processes, taken in turns, so that a busy moment of the machine meets all of them. */
async function coldStart(repeats = 15) {
  const programs = ['empty', 'plaintext', 'sdk-secret', 'aws-secret', 'powertools-secret'];
  const times = new Map(programs.map((name) => [name, []]));
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const name of programs) {
      const startedAt = performance.now();
      await promisify(execFile)(process.execPath, [here(`processes/${name}.js`)]);
      times.get(name).push(performance.now() - startedAt);
    }
  }
  return Object.fromEntries(programs.map((name) => [name, median(times.get(name))]));
}

async function memory() {
  const args = ['--expose-gc', here('processes/memory.js')];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout).map((bytes) => bytes / 1024 / 1024);
}

const results = {
  node: process.version,
  cachedLookupNs: await cachedLookup(),
  stampede: await stampede(),
  hundred: await hundred(),
  coldStartMs: await coldStart(),
  heapMb: await memory(),
};
emulator.disconnect();
emulator.kill();

const round = (number) => (number < 10 ? number.toFixed(1) : Math.round(number).toString());

function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function lookups(times) {
  const [[, floor]] = Object.entries(times);
  const rows = Object.entries(times).map(([name, ns]) => [
    name,
    round(ns),
    (ns / floor).toFixed(2),
  ]);
  return table(['cached lookup', 'ns per awaited call', 'times the floor'], rows);
}

function works(title, rows) {
  const lines = Object.entries(rows).map(([name, { calls, ms }]) => [name, calls, round(ms)]);
  return table([title, 'backend calls', 'ms'], lines);
}

const page = `# Benchmarks

\`npm run bench\`, on Node.js ${process.version}: side by side in one run, against the emulator in another process, medians over repeats. The figures are those of one machine; what counts is their ratio.

${lookups(results.cachedLookupNs)}

${works('10,000 callers at once, one cold secret', results.stampede)}

${works('100 secrets at once', results.hundred.secrets)}

${works('100 parameters at once', results.hundred.parameters)}

${table(
  ['a whole process', 'ms'],
  Object.entries(results.coldStartMs).map(([name, ms]) => [name, round(ms)]),
)}

A million lookups over ten thousand values with room for a thousand leave ${results.heapMb.map(round).join(', ')} MB on the heap, measured along the way.
`;
await writeFile(here('results.json'), `${JSON.stringify(results, undefined, 2)}\n`);
await writeFile(here('../docs/bench.md'), page);
console.log(page);
