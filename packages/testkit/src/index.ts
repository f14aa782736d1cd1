export { conformance } from './conformance.js';
export type { ConformanceCase, ConformanceOptions } from './conformance.js';
export type { Harness } from './harness.js';
export { createRawDecrypter } from './raw-decrypter.js';
