import { expect } from 'chai';
import fc from 'fast-check';
import { createDecrypters } from '@password-decrypter/core';
import plaintext from '@password-decrypter/plaintext';

describe('PlaintextDecrypter', () => {
  it('returns every value as it is', async () => {
    const decrypters = createDecrypters({ plugins: [plaintext] });
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (value) => {
        expect(await decrypters.decrypt('PlaintextDecrypter', value)).to.equal(value);
      }),
    );
  });
});
