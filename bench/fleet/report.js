import { story } from './simulate.js';

const minutes = (fromS, untilS) => `${fromS / 60} to ${untilS / 60}`;

/** The page: what was simulated, what came of it, and what that says about the defaults. */
export function pageOf(runs) {
  const find = (backend, instances, startWithinS) =>
    runs.find(
      (run) =>
        run.backend === backend && run.instances === instances && run.startWithinS === startWithinS,
    );
  const secrets = find('Secrets Manager', 10_000, 60);
  const secretsAtOnce = find('Secrets Manager', 10_000, 1);
  const batches = find('Secrets Manager, in batches', 10_000, 1);
  const parameters = find('Parameter Store', 10_000, 60);
  const parametersAtOnce = find('Parameter Store', 10_000, 1);
  const fewParameters = find('Parameter Store', 1000, 60);
  return `# A fleet

\`npm run fleet\` chose the defaults of the cache. Instances with one password each live through ninety minutes of a simulated clock; every one logs in once a second and, like a pool of \`@password-decrypter/databases\`, refreshes the password when it is refused.

- **Real**: the cache, \`packages/core/dist/layers/cached.js\`, with its defaults.
- **Simulated**: the clock, in steps of a tenth of a second; chance, so that two runs are the same; the AWS SDK's three attempts with growing random pauses; the backend, which answers at once until its quota for the second is used up, and fails at once during the outage.
- **Quotas** as AWS publishes them, for an account and region: \`GetSecretValue\` 10,000 a second, \`BatchGetSecretValue\` 100 a second, \`GetParameter\` 40 a second unless higher throughput is paid for.
- **Minutes**: the start at 0, the rotation at ${story.rotationAtS / 60}, which every instance notices within a second, the outage from ${minutes(story.outageFromS, story.outageUntilS)}. "Steady" is from ${minutes(story.steadyFromS, story.rotationAtS)}.

![requests a second over time](fleet.svg)

Requests a second, attempts of the SDK included:

${table(
  [
    'backend',
    'instances',
    'started within',
    'start, most',
    'steady, average',
    'steady, most',
    'rotation, most',
    'outage, most',
    'after it, most',
  ],
  runs.map((run) => [
    ...nameOf(run),
    run.startPeak,
    run.steady.toFixed(1),
    run.steadyPeak,
    run.rotationPeak,
    run.outagePeak,
    run.afterOutagePeak,
  ]),
)}

What the instances notice:

${table(
  [
    'backend',
    'instances',
    'started within',
    'the last has its first password after',
    'the last has the rotated one after',
    'oldest password that logged in',
    'logins that failed in and after the outage',
  ],
  runs.map((run) => [
    ...nameOf(run),
    seconds(run.readyS),
    seconds(run.rotatedS),
    seconds(run.oldestS),
    run.failedInOutage,
  ]),
)}

## What the defaults hold

- **\`ttlMs\` 5 min** asks for ${secrets.steady.toFixed(0)} passwords a second with 10,000 instances. Secrets Manager answers 300 times that. Parameter Store at its default of 40 a second is at its end there: with 1,000 instances it takes ${fewParameters.steady.toFixed(1)} a second; well before 10,000, pay for higher throughput or raise \`ttlMs\`.
- **\`jitter\` 0.1** takes the edge off, and no more: each lifetime moves an instance by up to half a minute, so a fleet that started at once is not spread evenly after half an hour (${secretsAtOnce.steadyPeak} requests in the busiest second, ${secretsAtOnce.steady.toFixed(0)} on average). That is far below what Secrets Manager answers, and a higher jitter would cost more calls.
- **\`staleMs\` 1 h** lets every renewal happen behind the caller: a throttled one is tried again while the old password serves. No login waits for the backend in steady state, whatever its quota.
- **\`staleOnErrorMs\` 24 h** makes ten minutes of outage pass unnoticed: ${runs.reduce((sum, run) => sum + run.failedInOutage, 0)} failed logins in all runs together. The oldest password that logged in was ${seconds(Math.max(...runs.map(({ oldestS }) => oldestS)))} old.
- **\`retryAfterMs\` 1 s, growing to 30 s, less up to a half at random** keeps the attempts in an outage to ${secrets.outagePeak.toLocaleString('en')} a second at most with 10,000 instances, three of the SDK for each of ours; when the backend is back, the busiest second has ${secrets.afterOutagePeak}. The half is there because pauses that are all alike bring those who failed together back together: 10,000 instances on Parameter Store, started within a second, then took 1,199 s instead of ${seconds(parametersAtOnce.readyS)}.

## What they do not hold

- **A fleet on Parameter Store that starts at once.** 10,000 instances need 250 s at 40 a second, whoever asks. Started within a minute the last has its password after ${seconds(parameters.readyS)}; started within a second, after ${seconds(parametersAtOnce.readyS)}.
- **A rotation that 10,000 instances on Parameter Store notice at once.** It takes ${seconds(parameters.rotatedS)} until the last has the new password, and up to ${parameters.rotationPeak.toLocaleString('en')} requests a second meanwhile. Alternating users, where the old password goes on working, spread this over the time to live.
- **Batches at the start of a large fleet.** \`BatchGetSecretValue\` has a hundredth of \`GetSecretValue\`'s quota: 10,000 instances that each ask for several secrets in their first second wait up to ${seconds(batches.readyS)} (one secret each: ${seconds(secretsAtOnce.readyS)}). Later renewals drift apart and go singly.
`;
}

const nameOf = ({ backend, instances, startWithinS }) => [
  backend,
  instances.toLocaleString('en'),
  `${startWithinS} s`,
];

const seconds = (number) => (number === undefined ? 'never' : `${Math.ceil(number)} s`);

function table(head, rows) {
  const cells = rows.map((row) =>
    row.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en') : cell)),
  );
  return [head, head.map(() => '---'), ...cells].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
