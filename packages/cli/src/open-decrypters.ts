import { join } from 'node:path';

import { AwsSystemProperties } from '@password-decrypter/aws-client';
import {
  container,
  createDecrypters,
  loadPlugins,
  pluginNames,
  pluginsProperty,
  type DecrypterPlugin,
  type Decrypters,
  type Properties,
} from '@password-decrypter/core';

import type { SharedOptions } from './options.js';
import { shippedPlugins } from './shipped-plugins.js';

/**
 * The decrypters that a command works with: those that are shipped, those of the packages that `--plugin`
 * names, and those that the configuration names and `--plugin` allows. Whoever opens them disposes
 * of them.
 */
export async function openDecrypters(
  options: SharedOptions,
  properties: Properties = {},
): Promise<Decrypters> {
  const application = container.createChildContainer();
  application.register(AwsSystemProperties, { useValue: options.define ?? {} });
  return createDecrypters({
    plugins: [...shippedPlugins, ...(await namedPlugins(options, properties))],
    container: application,
    ...(options.timeout !== undefined && { timeLimitMs: options.timeout }),
  });
}

/** Packages are looked for where the command is run, as the application's own are. */
function namedPlugins(
  { plugin: allowed = [] }: SharedOptions,
  properties: Properties,
): Promise<readonly DecrypterPlugin[]> {
  const shipped = shippedPlugins.map(({ name }) => name);
  const packages = allowed.filter((name) => !name.endsWith('/*'));
  const configured = pluginNames(properties).filter((name) => !shipped.includes(name));
  return loadPlugins(
    { [pluginsProperty]: [...packages, ...configured].join(',') },
    { from: join(process.cwd(), 'application.js'), allow: allowed },
  );
}

/** The package that a classname comes from. */
export function pluginOf(decrypters: Decrypters, classname: string): string {
  const found = decrypters.definitions.find(
    (definition) => definition.classname === classname || definition.aliases?.includes(classname),
  );
  return found?.plugin ?? 'unknown';
}
