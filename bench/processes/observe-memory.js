// Preloaded: prints at the end how much memory is resident.
import { writeSync } from 'node:fs';

process.on('exit', () => {
  const rssMb = process.memoryUsage.rss() / 1024 ** 2;
  writeSync(1, JSON.stringify({ rssMb }));
});
