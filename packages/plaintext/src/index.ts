import { definePlugin } from '@password-decrypter/core';

import { PlaintextDecrypter } from './plaintext-decrypter.js';

/** The plugin that contributes `PlaintextDecrypter`. */
export default definePlugin({
  name: '@password-decrypter/plaintext',
  decrypters: [
    {
      classname: 'PlaintextDecrypter',
      summary: 'The value is the password itself.',
      create: () => new PlaintextDecrypter(),
    },
  ],
});
