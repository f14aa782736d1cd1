import { Backend } from './backend.js';
import { Clock } from './clock.js';
import { Instance } from './instance.js';

/** What happens to a fleet, in seconds: it starts, settles, meets a rotation, then an outage. */
export const story = {
  steadyFromS: 1800,
  rotationAtS: 2700,
  outageFromS: 3600,
  outageUntilS: 4200,
  endS: 5400,
};
const stepMs = 100;
const stepsInSecond = 1000 / stepMs;

/** @param startWithinS - the instances start within so many seconds */
export async function simulate({ quota, instances, startWithinS }) {
  const clock = new Clock({ stepMs });
  try {
    return await live({ clock, quota, instances, startWithinS });
  } finally {
    clock[Symbol.dispose]();
  }
}

async function live({ clock, quota, instances, startWithinS }) {
  const backend = new Backend({ quota });
  const fleet = Array.from({ length: instances }, () => new Instance(backend));
  const starting = new Map();
  for (const instance of fleet) {
    const step = Math.floor(Math.random() * startWithinS * stepsInSecond);
    starting.set(step, [...(starting.get(step) ?? []), instance]);
  }
  // Each logs in once a second, at its own tenth of it, from its own start on.
  const started = Array.from({ length: stepsInSecond }, () => []);
  const seen = {};
  await clock.run(story.endS * 1000, (step) => {
    const tenth = step % stepsInSecond;
    if (tenth === 0) turnTheStory(step / stepsInSecond, { backend, fleet, seen });
    started[tenth].push(...(starting.get(step) ?? []));
    for (const instance of started[tenth]) instance.login();
  });
  return figures(backend, fleet, seen);
}

/** What happens in a second, and what is to be seen by then. */
function turnTheStory(second, { backend, fleet, seen }) {
  backend.down = second >= story.outageFromS && second < story.outageUntilS;
  if (second === story.rotationAtS) {
    backend.password = 'second';
    seen.readyS = readyS(fleet);
  } else if (second > story.rotationAtS && seen.rotatedS === undefined) {
    if (fleet.every(({ isCurrent }) => isCurrent)) seen.rotatedS = second - story.rotationAtS;
  }
  if (second === story.outageFromS) seen.failedBefore = failures(fleet);
}

const failures = (fleet) => fleet.reduce((sum, { failed }) => sum + failed, 0);

/** When the last instance had its first password; undefined where one never had. */
function readyS(fleet) {
  const times = fleet.map(({ readyAtMs }) => readyAtMs);
  return times.includes(undefined) ? undefined : most(times) / 1000;
}

const most = (numbers) => numbers.reduce((a, b) => Math.max(a, b), 0);
const average = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

function figures(backend, fleet, seen) {
  const requests = Array.from({ length: story.endS }, (_, second) => backend.requests[second] ?? 0);
  const during = (fromS, untilS) => requests.slice(fromS, untilS);
  return {
    requests,
    readyS: seen.readyS,
    startPeak: most(during(0, story.steadyFromS)),
    steady: average(during(story.steadyFromS, story.rotationAtS)),
    steadyPeak: most(during(story.steadyFromS, story.rotationAtS)),
    rotationPeak: most(during(story.rotationAtS, story.outageFromS)),
    rotatedS: seen.rotatedS,
    outagePeak: most(during(story.outageFromS, story.outageUntilS)),
    afterOutagePeak: most(during(story.outageUntilS, story.endS)),
    failedInOutage: failures(fleet) - seen.failedBefore,
    oldestS: most(fleet.map(({ oldestMs }) => oldestMs)) / 1000,
  };
}
