import { DecrypterNotLoadedError } from './errors.js';

/** What a call gets that comes after the end. */
export function disposedError(): DecrypterNotLoadedError {
  return new DecrypterNotLoadedError('These decrypters have been disposed of.', {
    hint: 'Dispose of them when the application ends, or create new ones with createDecrypters.',
  });
}
