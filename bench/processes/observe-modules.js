// Preloaded: prints at the end how many files were loaded, whether by import or by require().
import { writeSync } from 'node:fs';
import { Session } from 'node:inspector';

const files = new Set();
const session = new Session();
session.connect();
session.on('Debugger.scriptParsed', ({ params: { url } }) => {
  if (url.startsWith('file:')) files.add(url);
});
session.post('Debugger.enable', () => files.clear());

process.on('exit', () => {
  writeSync(1, JSON.stringify({ modules: files.size - 1 })); // without the program itself
});
