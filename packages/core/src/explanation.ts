import { DecrypterFailedError } from './errors.js';
import { sealedError } from './layers/sealed.js';
import type {
  ExplainingDecrypter,
  ExplanationStep,
  PasswordDecrypter,
} from './password-decrypter.js';

/** The steps by which a decrypter explains a value; none where it does not explain. */
export function explanationOf(
  decrypter: PasswordDecrypter,
  value: string,
  classname: string,
): readonly ExplanationStep[] {
  return isExplaining(decrypter) ? stepsOf(decrypter, value, classname) : [];
}

function isExplaining(decrypter: PasswordDecrypter): decrypter is ExplainingDecrypter {
  return 'explain' in decrypter && typeof decrypter.explain === 'function';
}

function stepsOf(
  decrypter: ExplainingDecrypter,
  value: string,
  classname: string,
): readonly ExplanationStep[] {
  try {
    const steps: unknown = decrypter.explain(value);
    if (Array.isArray(steps)) return steps as readonly ExplanationStep[];
  } catch (error) {
    throw sealedError(error, value, classname);
  }
  throw notExplained(classname);
}

function notExplained(classname: string): DecrypterFailedError {
  return new DecrypterFailedError(
    'The decrypter explains itself with something that is no list of steps.',
    {
      classname,
      hint: 'This is a defect of the plugin; its author is the one to tell.',
    },
  );
}
