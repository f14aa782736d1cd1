import { inTurns, processOnce } from '../measure.js';

const programs = {
  'an empty process': 'empty.js',
  'password-decrypter, first plaintext password': 'plaintext.js',
  'plain SDK, first secret': 'sdk-secret.js',
  'password-decrypter, first secret': 'aws-secret.js',
  'Powertools, first secret': 'powertools-secret.js',
  'middy, first secret': 'middy-secret.js',
};

/** Wall time of a whole process; in others of its kind, resident memory and files loaded. */
export async function wholeProcesses({ repeats = 25 } = {}) {
  const times = await inTurns(programs, { repeats }, async (file) => {
    const { ms } = await processOnce(file);
    return { ms };
  });
  const memory = await inTurns(programs, { repeats: 5 }, observed('memory'));
  const modules = await inTurns(programs, { repeats: 1 }, observed('modules'));
  return Object.fromEntries(
    Object.keys(programs).map((name) => [
      name,
      { ...times[name], ...memory[name], ...modules[name] },
    ]),
  );
}

function observed(what) {
  const observer = new URL(`../processes/observe-${what}.js`, import.meta.url).href;
  return async (file) => {
    const { printed } = await processOnce(file, { flags: ['--import', observer] });
    return printed;
  };
}
