/**
 * Everything that can go wrong, one class for each reaction it asks for.
 *
 * A message consists of our own words and of names (property, classname, region, secret id). No
 * message, hint or other property ever holds a password, a secret or a configured value, and no
 * foreign error is kept as a cause, because foreign errors quote what they were given.
 */

const brand = Symbol.for('@password-decrypter/core:DecrypterError');

/** What an error says beside its message. */
export interface DecrypterErrorDetails {
  /** What the operator does now, in one sentence. */
  readonly hint: string;
  /** The classname that selected the decrypter, where known. */
  readonly classname?: string | undefined;
  /** The property whose value was being decrypted, where known. */
  readonly property?: string | undefined;
}

/** The common shape of every error of this project. */
export abstract class DecrypterError extends Error {
  static {
    // On the prototype, so that errors do not show it.
    Object.defineProperty(this.prototype, brand, { value: true });
  }
  /** Stable across releases: what programs compare. */
  abstract readonly code: string;
  /** Whether the same call may succeed later without anybody acting. */
  abstract readonly retryable: boolean;
  /** What the operator does now. */
  readonly hint: string;
  declare readonly classname?: string;
  declare readonly property?: string;

  constructor(message: string, { hint, classname, property }: DecrypterErrorDetails) {
    super(message);
    this.hint = hint;
    if (classname !== undefined) this.classname = classname;
    if (property !== undefined) this.property = property;
  }

  toJSON(): Record<string, unknown> {
    const { name, message, ...details }: DecrypterError = this;
    return { name, message, ...details };
  }
}

/** The configured classname is not registered. The operator fixes the name. */
export class UnknownDecrypterError extends DecrypterError {
  static {
    this.prototype.name = 'UnknownDecrypterError';
  }
  readonly code = 'ERR_DECRYPTER_UNKNOWN';
  readonly retryable = false;
}

/** A plugin is missing, refused or broken. Whoever installs it acts. */
export class DecrypterNotLoadedError extends DecrypterError {
  static {
    this.prototype.name = 'DecrypterNotLoadedError';
  }
  readonly code = 'ERR_DECRYPTER_NOT_LOADED';
  readonly retryable = false;
}

/** The configured value is not what the decrypter takes. The operator fixes the value. */
export class InvalidValueError extends DecrypterError {
  static {
    this.prototype.name = 'InvalidValueError';
  }
  readonly code = 'ERR_DECRYPTER_INVALID_VALUE';
  readonly retryable = false;
}

/** The secret, its version, or what the pointer points at is not there. */
export class SecretNotFoundError extends DecrypterError {
  static {
    this.prototype.name = 'SecretNotFoundError';
  }
  readonly code = 'ERR_DECRYPTER_SECRET_NOT_FOUND';
  readonly retryable = false;
}

/** The secret is not JSON, not text or not a scalar. The owner of the secret acts. */
export class SecretFormatError extends DecrypterError {
  static {
    this.prototype.name = 'SecretFormatError';
  }
  readonly code = 'ERR_DECRYPTER_SECRET_FORMAT';
  readonly retryable = false;
}

/** The backend refuses. Whoever grants rights acts; the hint names the action. */
export class AccessDeniedError extends DecrypterError {
  static {
    this.prototype.name = 'AccessDeniedError';
  }
  readonly code = 'ERR_DECRYPTER_ACCESS_DENIED';
  readonly retryable = false;
}

/** The backend is throttling, unreachable or failing. Nobody needs to act. */
export class BackendUnavailableError extends DecrypterError {
  static {
    this.prototype.name = 'BackendUnavailableError';
  }
  readonly code = 'ERR_DECRYPTER_UNAVAILABLE';
  readonly retryable = true;
}

/** A backend call did not end within the time limit. */
export class TimeLimitError extends DecrypterError {
  static {
    this.prototype.name = 'TimeLimitError';
  }
  readonly code = 'ERR_DECRYPTER_TIME_LIMIT';
  readonly retryable = true;
}

/** A decrypter threw or returned something undescribed. The plugin's author acts. */
export class DecrypterFailedError extends DecrypterError {
  static {
    this.prototype.name = 'DecrypterFailedError';
  }
  readonly code = 'ERR_DECRYPTER_FAILED';
  readonly retryable = false;
}

/** A configuration file cannot be read or parsed. The operator fixes the file. */
export class ConfigFileError extends DecrypterError {
  static {
    this.prototype.name = 'ConfigFileError';
  }
  readonly code = 'ERR_DECRYPTER_CONFIG_FILE';
  readonly retryable = false;
}

/** Several properties could not be decrypted; `errors` has one error for each. */
export class UnresolvedPropertiesError extends DecrypterError {
  static {
    this.prototype.name = 'UnresolvedPropertiesError';
  }
  readonly code = 'ERR_DECRYPTER_PROPERTIES';
  readonly retryable: boolean;
  readonly errors: readonly AnyDecrypterError[];

  constructor(errors: readonly AnyDecrypterError[]) {
    super(
      [
        `${errors.length} properties could not be decrypted:`,
        ...errors.map((error) => `  ${error.message} (${error.code})`),
      ].join('\n'),
      { hint: [...new Set(errors.map((error) => error.hint))].join(' ') },
    );
    this.errors = errors;
    this.retryable = errors.every((error) => error.retryable);
  }
}

/** Every error of this project: a union that `code` discriminates. */
export type AnyDecrypterError =
  | UnknownDecrypterError
  | DecrypterNotLoadedError
  | InvalidValueError
  | SecretNotFoundError
  | SecretFormatError
  | AccessDeniedError
  | BackendUnavailableError
  | TimeLimitError
  | DecrypterFailedError
  | ConfigFileError
  | UnresolvedPropertiesError;

/** The stable codes, for exhaustive handling. */
export type DecrypterErrorCode = AnyDecrypterError['code'];

/** Whether `error` is one of this project's, also when another copy of this package made it. */
export function isDecrypterError(error: unknown): error is AnyDecrypterError {
  return error instanceof Error && brand in error;
}
