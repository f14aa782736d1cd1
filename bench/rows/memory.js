import { processOnce } from '../measure.js';

/** A million lookups over ten thousand values with room for a thousand: megabytes on the heap. */
export async function memory() {
  const { printed } = await processOnce('memory.js', { flags: ['--expose-gc'] });
  return printed;
}
