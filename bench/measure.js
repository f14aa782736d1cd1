/** How everything here is measured: in turns, so that a busy moment of the machine meets all alike. */

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const longestProcessMs = 60_000;

export const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

/** One measurement of each subject after the other, again and again; the medians of every figure. */
export async function inTurns(subjects, { repeats }, measureOnce) {
  const taken = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const [name, subject] of Object.entries(subjects)) {
      taken[name].push(await measureOnce(subject));
    }
  }
  return Object.fromEntries(Object.entries(taken).map(([name, all]) => [name, mediansOf(all)]));
}

function mediansOf(measurements) {
  const figures = Object.keys(measurements[0]);
  return Object.fromEntries(
    figures.map((figure) => [figure, median(measurements.map((m) => m[figure]))]),
  );
}

/**
 * Wall time and backend calls of a piece of work; what it needs is prepared before. No garbage collection
 * is forced: it would throw away optimized code as well.
 */
export async function workOnce(prepare, backend) {
  const work = await prepare();
  await backend.calls();
  const startedAt = performance.now();
  await work();
  const ms = performance.now() - startedAt;
  return { ms, calls: await backend.calls() };
}

/** Runs a file of `processes/` to its end; gives its wall time and what it printed. */
export async function processOnce(file, { flags = [], args = [] } = {}) {
  const path = fileURLToPath(new URL(`processes/${file}`, import.meta.url));
  const startedAt = performance.now();
  const { stdout } = await run(process.execPath, [...flags, path, ...args], {
    timeout: longestProcessMs,
  });
  return {
    ms: performance.now() - startedAt,
    printed: stdout === '' ? undefined : JSON.parse(stdout),
  };
}
