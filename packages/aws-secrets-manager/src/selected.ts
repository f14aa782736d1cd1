/** What is loaded when the classname is first selected, and the SDK with it. */

export { SecretsManagerClientsByLocation } from './clients-by-location.js';
export { SecretsManagerDecrypter } from './secrets-manager-decrypter.js';
