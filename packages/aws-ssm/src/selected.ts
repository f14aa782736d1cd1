/** What is loaded when the classname is first selected, and the SDK with it. */

export { SsmClientsByLocation } from './clients-by-location.js';
export { SsmDecrypter } from './ssm-decrypter.js';
