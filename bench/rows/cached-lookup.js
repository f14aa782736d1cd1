import { inTurns, processOnce } from '../measure.js';

const subjects = {
  'floor: an async function that returns a constant': 'constant',
  'password-decrypter, live password': 'live-password',
  'password-decrypter, decrypt': 'decrypt',
  'Powertools, getSecret with maxAge': 'powertools',
  'middy, a handler with a cached secret': 'middy-secrets',
  'middy, the same handler without it': 'middy-handler',
};

/** Nanoseconds of one awaited call that finds a password in the cache. */
export function cachedLookup({ repeats = 7 } = {}) {
  return inTurns(subjects, { repeats }, async (subject) => {
    const { printed: ns } = await processOnce('lookup.js', { args: [subject] });
    return { ns };
  });
}
