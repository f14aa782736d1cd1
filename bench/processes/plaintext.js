import { createDecrypters } from '@password-decrypter/core';
import plaintext from '@password-decrypter/plaintext';

const decrypters = createDecrypters({ plugins: [plaintext] });
await decrypters.decrypt('PlaintextDecrypter', 's3cret');
