import { expect } from 'chai';
import { isDecrypterError, type AnyDecrypterError } from '@password-decrypter/core';
import { parseProperties, type PropertiesFormat } from '@password-decrypter/config-files';

export const canary = 'hunter2-canary';

/** The error with which a text is refused; it never quotes what stands in the text. */
export function refusal(text: string, format: PropertiesFormat): AnyDecrypterError {
  try {
    parseProperties(text, format, { file: 'app.conf' });
  } catch (error) {
    if (!isDecrypterError(error)) throw error;
    expect(error.code).to.equal('ERR_DECRYPTER_CONFIG_FILE');
    expect(JSON.stringify(error) + String(error.stack)).not.to.include(canary);
    return error;
  }
  return expect.fail(`it should have been refused: ${text}`);
}
