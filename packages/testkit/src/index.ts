export { conformance } from './conformance.js';
export type { ConformanceCase, ConformanceOptions } from './conformance.js';
export type { Harness } from './harness.js';
export type { Ability } from './promises.js';
export { createRawDecrypter } from './raw-decrypter.js';
export type { RawDecrypter } from './raw-decrypter.js';
