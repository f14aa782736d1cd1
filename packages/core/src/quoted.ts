const longestQuoted = 120;

/** A name as it stands in a message: in quotes, control characters visible, cut where endless. */
export function quoted(name: string): string {
  return JSON.stringify(
    name.length > longestQuoted ? `${name.slice(0, longestQuoted)}…` : name,
  ).replace(
    /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
