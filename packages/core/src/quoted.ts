const longestQuoted = 120;

/** A name as it stands in a message: in quotes, control characters visible, cut where endless. */
export function quoted(name: string): string {
  return visible(
    JSON.stringify(name.length > longestQuoted ? `${name.slice(0, longestQuoted)}…` : name),
  );
}

/** A text in which nothing but line feeds steers a terminal: control and direction characters are shown. */
export function visible(text: string): string {
  return text.replace(
    // eslint-disable-next-line no-control-regex -- these are what is looked for
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
