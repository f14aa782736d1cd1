import { AwsSystemProperties } from '@password-decrypter/aws-client';
import { container, createDecrypters, type Decrypters } from '@password-decrypter/core';

import { loadPlugin } from './load-plugin.js';
import { systemProperties, type SharedOptions } from './options.js';
import { shippedPlugins } from './shipped-plugins.js';

/** The decrypters that a command works with. Whoever opens them disposes of them. */
export async function openDecrypters(options: SharedOptions): Promise<Decrypters> {
  const application = container.createChildContainer();
  application.register(AwsSystemProperties, { useValue: systemProperties(options.define) });
  const added = await Promise.all((options.plugin ?? []).map(loadPlugin));
  return createDecrypters({
    plugins: [...shippedPlugins, ...added],
    container: application,
    ...(options.timeout !== undefined && { timeLimitMs: options.timeout }),
  });
}

/** The package that a classname comes from. */
export function pluginOf(decrypters: Decrypters, classname: string): string {
  const found = decrypters.definitions.find(
    (definition) => definition.classname === classname || definition.aliases?.includes(classname),
  );
  return found?.plugin ?? 'unknown';
}
