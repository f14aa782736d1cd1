// A million lookups over ten thousand values with room for a thousand: what is left on the heap.
import { createDecrypters } from '@password-decrypter/core';

const [lookups, distinct, samples] = [1_000_000, 10_000, 5];

const decrypters = createDecrypters({
  cache: { max: 1000 },
  plugins: [
    {
      name: 'bench',
      decrypters: [
        {
          classname: 'Bench',
          summary: 'For the bench.',
          create: () => ({ decrypt: async (value) => value }),
        },
      ],
    },
  ],
});

function heapMb() {
  globalThis.gc();
  return process.memoryUsage().heapUsed / 1024 ** 2;
}

const empty = heapMb();
const along = [];
for (let lookup = 1; lookup <= lookups; lookup += 1) {
  // 7919 shares no factor with 10,000: every value in its turn, far from its neighbours.
  await decrypters.decrypt('Bench', `value-${(lookup * 7919) % distinct}`);
  if (lookup % (lookups / samples) === 0) along.push(heapMb());
}
// No timer keeps this process alive: a thousand passwords are fresh for minutes from here.
console.log(JSON.stringify({ empty, along }));
