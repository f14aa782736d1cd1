// A million lookups over ten thousand values with room for a thousand: what is left on the heap.
import { createDecrypters } from '@password-decrypter/core';

const decrypters = createDecrypters({
  cache: { max: 1000 },
  plugins: [
    {
      name: 'bench',
      decrypters: [
        {
          classname: 'Bench',
          summary: 'For the bench.',
          create: () => ({ decrypt: async (v) => v }),
        },
      ],
    },
  ],
});
const heap = [];
for (let lookup = 0; lookup < 1_000_000; lookup += 1) {
  await decrypters.decrypt('Bench', `value-${(lookup * 7919) % 10_000}`);
  if (lookup % 200_000 !== 100_000) continue;
  globalThis.gc();
  heap.push(process.memoryUsage().heapUsed);
}
console.log(JSON.stringify(heap));
