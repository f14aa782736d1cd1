/**
 * How deep the arrays and objects of a JSON text are nested, found without recursion: parsers recurse,
 * and a stack that runs out inside the engine can end the process.
 */
export function jsonNesting(text: string): number {
  let [depth, deepest] = [0, 0];
  // Strings are stepped over as wholes; what is no string and no bracket does not matter.
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\[^])*"?|[[\]{}]/g)) {
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** No secret and no configuration is as deep as this. */
export const deepestJsonNesting = 200;
