import { inspect } from 'node:util';

import { expect } from 'chai';
import fc from 'fast-check';
import { isDecrypterError, parseCoordinates } from '@password-decrypter/core';

const keys = { secretId: 'required', region: 'optional', secretPointer: 'may-be-empty' } as const;

function refusal(value: string) {
  try {
    parseCoordinates(value, keys);
  } catch (error) {
    if (isDecrypterError(error)) return error;
    throw error;
  }
  return expect.fail('it should have been refused');
}

describe('coordinates', () => {
  it('types follow from the declared keys', () => {
    const coordinates = parseCoordinates('{"secretId":"a","secretPointer":""}', keys);
    const secretId: string = coordinates.secretId;
    // @ts-expect-error region may be absent
    const region: string = coordinates.region;
    expect([secretId, region, coordinates.secretPointer]).to.deep.equal(['a', undefined, '']);
  });

  it('a misspelt key is told with the spelling that was meant', () => {
    const error = refusal('{"secretID":"a"}');
    expect(error.message).to.include('"secretID"');
    expect(error.hint).to.include('Did you mean secretId?');
  });

  it('says which key is missing, empty or no string', () => {
    expect(refusal('{}').message).to.include('lack the key "secretId"');
    expect(refusal('{"secretId":" "}').message).to.include(
      '"secretId" of the coordinates is empty',
    );
    expect(refusal('{"secretId":"a","region":""}').message).to.include('"region"');
    expect(refusal('{"secretId":7}').message).to.include('is not a string');
  });

  it('whatever the value is, no error quotes it', () => {
    const canary = 'cAnArY-7391';
    const values = [
      canary,
      `"${canary}"`,
      `["${canary}"]`,
      `{"${canary}":"x"}`,
      `{"secretId":"${canary}"`,
      `{"secretId":{"a":"${canary}"}}`,
      `${canary} in JSON at position 77`,
    ];
    for (const value of values) {
      const error = refusal(value);
      expect(inspect(error) + JSON.stringify(error) + String(error.stack)).to.not.include(canary);
    }
  });

  it('any text is either coordinates or refused with our own error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        try {
          expect(parseCoordinates(text, keys).secretId).to.be.a('string');
        } catch (error) {
          if (!isDecrypterError(error)) throw error;
        }
      }),
    );
  });
});
