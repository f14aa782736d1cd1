/** Looks at what claims to be a plugin: plugins come from packages that no compiler of ours has seen. */

import { contractVersion } from './plugin.js';

/** What is wrong with a plugin, and what to do about it. */
export interface PluginDefect {
  /** Completes a sentence about the plugin. */
  readonly what: string;
  readonly hint: string;
}

/** The first defect of a plugin, or nothing where it has the right shape. */
export function defectOf(plugin: unknown): PluginDefect | undefined {
  if (isRecord(plugin) && plugin.contract !== undefined && plugin.contract !== contractVersion) {
    return {
      what: 'is written for another version of the contract between plugins and @password-decrypter/core',
      hint: `Install versions of the two that fit; this core has version ${contractVersion} of the contract.`,
    };
  }
  const what = wrongShape(plugin);
  if (what === undefined) return undefined;
  return {
    what,
    hint: 'Pass the default export of a plugin package; its author checks it with definePlugin.',
  };
}

function wrongShape(plugin: unknown): string | undefined {
  if (!isRecord(plugin)) return 'is not a plugin object';
  if (!isName(plugin.name)) return 'has no "name"';
  if (!Array.isArray(plugin.decrypters)) return 'has no list of "decrypters"';
  if (plugin.register !== undefined && typeof plugin.register !== 'function') {
    return 'has a "register" that is not a function';
  }
  for (const definition of plugin.decrypters as readonly unknown[]) {
    if (!isRecord(definition)) return 'has a decrypter that is not an object';
    if (!isName(definition.classname)) return 'has a decrypter without "classname"';
    if (typeof definition.summary !== 'string') return 'has a decrypter without "summary"';
    if (typeof definition.create !== 'function') return 'has a decrypter without "create"';
    const { aliases = [] } = definition;
    if (!Array.isArray(aliases) || !aliases.every(isName)) return 'has "aliases" that are no names';
  }
  return undefined;
}

function isRecord(thing: unknown): thing is Record<string, unknown> {
  return typeof thing === 'object' && thing !== null;
}

function isName(thing: unknown): thing is string {
  return typeof thing === 'string' && thing !== '';
}
