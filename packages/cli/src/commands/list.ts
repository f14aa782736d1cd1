import { openDecrypters } from '../open-decrypters.js';
import type { SharedOptions } from '../options.js';
import { print, printHeading, printJson } from '../report.js';

/** `password-decrypter list`: every classname, its aliases, what it does and where it comes from. */
export async function list(options: SharedOptions): Promise<void> {
  await using decrypters = await openDecrypters(options);
  const { definitions } = decrypters;
  if (options.json) {
    printJson(
      definitions.map(({ classname, aliases, summary, plugin }) => ({
        classname,
        aliases: aliases ?? [],
        summary,
        plugin,
      })),
    );
    return;
  }
  for (const { classname, aliases, summary, plugin } of definitions) {
    printHeading(classname);
    for (const alias of aliases ?? []) print(`  also ${alias}`);
    print(`  ${summary}`);
    print(`  ${plugin}`);
  }
}
