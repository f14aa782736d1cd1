import leven from 'leven';

/** Longer names are no misspellings, and the distance costs the product of both lengths. */
const longestCompared = 200;

/**
 * The candidate somebody probably meant, ignoring case, or nothing where no candidate is near: at
 * most one letter in three may differ.
 */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > longestCompared) return undefined;
  let nearest: string | undefined;
  let least = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = leven(name.toLowerCase(), candidate.toLowerCase());
    if (distance < least) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}
