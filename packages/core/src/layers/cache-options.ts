import { nearestName } from '../nearest-name.js';

/** How long a password serves. All times in milliseconds. */
export interface CacheOptions {
  /** How long a password is fresh. 5 minutes by default. */
  readonly ttlMs?: number;
  /** How much of the time to live is left off at random, lest many instances renew at once. 0.1 by default. */
  readonly jitter?: number;
  /** How long a password that is no longer fresh is served while it is renewed. 1 hour by default. */
  readonly staleMs?: number;
  /** How long after it was fetched a password is served while the backend fails. 24 hours by default. */
  readonly staleOnErrorMs?: number;
  /** How many passwords are kept; beyond that the least recently used goes. 1,000 by default. */
  readonly max?: number;
  /**
   * How far apart failing attempts are; doubled with each, up to 30 seconds, less up to a half at random.
   * 1 second by default.
   */
  readonly retryAfterMs?: number;
}

/** Chosen with `npm run fleet`; `docs/fleet.md` says what they hold. */
const defaultCache: Required<CacheOptions> = {
  ttlMs: 5 * 60_000,
  jitter: 0.1,
  staleMs: 60 * 60_000,
  staleOnErrorMs: 24 * 60 * 60_000,
  max: 1000,
  retryAfterMs: 1000,
};

/** Nothing is fresh, nothing is served in place of an answer, no attempt waits for another. */
const noCache: Required<CacheOptions> = {
  ttlMs: 0,
  jitter: 0,
  staleMs: 0,
  staleOnErrorMs: 0,
  max: 1,
  retryAfterMs: 0,
};

/**
 * The options with the defaults filled in.
 *
 * @throws RangeError for a number that makes no sense
 */
export function checkedCache(cache: false | CacheOptions): Required<CacheOptions> {
  if (cache === false) return noCache;
  const given = Object.entries(cache).filter(
    ([, number]: [string, unknown]) => number !== undefined,
  );
  const checked = { ...defaultCache, ...Object.fromEntries(given) };
  const options: readonly (readonly [string, unknown])[] = Object.entries(checked);
  for (const [option, number] of options) {
    if (!Object.hasOwn(defaultCache, option)) throw unknownOption(option);
    if (typeof number !== 'number' || !(number >= 0))
      throw new RangeError(`cache.${option} must be a number, 0 or more.`);
  }
  if (!Number.isInteger(checked.max) || checked.max < 1) {
    throw new RangeError('cache.max must be a whole number, 1 or more.');
  }
  if (checked.jitter > 1) throw new RangeError('cache.jitter must be a part: between 0 and 1.');
  return checked;
}

function unknownOption(option: string): RangeError {
  const nearest = nearestName(option, Object.keys(defaultCache));
  const meant = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
  return new RangeError(`There is no option cache.${option}.${meant}`);
}
