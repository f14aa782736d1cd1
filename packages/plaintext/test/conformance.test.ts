import plaintext from '@password-decrypter/plaintext';
import { conformance, createRawDecrypter, type Harness } from '@password-decrypter/testkit';

async function start(): Promise<Harness> {
  const raw = await createRawDecrypter(plaintext, 'PlaintextDecrypter');
  return { ...raw, put: (secret) => Promise.resolve(secret) };
}

describe('PlaintextDecrypter keeps the contract', () => {
  // There is no backend, and every value is right.
  const without = ['update', 'delete', 'break', 'stall'] as const;
  for (const { name, run } of conformance(start, { without, badValues: [] })) it(name, run);
});
