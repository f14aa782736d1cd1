import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { format, getFileInfo, resolveConfig } from 'prettier';

/** Writes a file, from the root of the repository, as `npm run lint` wants to see it. */
export async function write(path, text) {
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
  const { inferredParser: parser } = await getFileInfo(file);
  const options = await resolveConfig(file);
  await writeFile(file, parser === null ? text : await format(text, { ...options, parser }));
}
