/**
 * The packages of core that are CommonJS, by `require()`: Node.js loads them in a third of the time that
 * `import` takes, and those behind a function when they are first needed. Bundlers, which do not follow
 * `require()`, get `commonjs-for-bundlers.ts` (docs/decisions/2026-11-24-cold-start.md).
 */

import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

// The polyfill that tsyringe needs.
require('reflect-metadata');

export const { container, inject, injectable, Lifecycle } =
  require('tsyringe') as typeof import('tsyringe');

export const jsonpointer = () => require('jsonpointer') as typeof import('jsonpointer');

export const losslessJson = () => require('lossless-json') as typeof import('lossless-json');
