export { environmentProperties } from './environment.js';
export { parseProperties, propertiesFormats } from './parse-properties.js';
export type { PropertiesFormat } from './parse-properties.js';
export { readProperties } from './read-properties.js';
export type { ReadOptions } from './read-properties.js';
