/** For applications. */
export { createDecrypters, Decrypters } from './decrypters.js';
export type {
  CallOptions,
  DecryptersOptions,
  ExplainedStep,
  SelectedDecrypter,
} from './decrypters.js';
export { loadPlugins, pluginNames, pluginsProperty } from './load-plugins.js';
export type { LoadPluginsOptions } from './load-plugins.js';
export { LivePassword } from './live-password.js';
export type { GetOptions, RefreshOptions } from './live-password.js';
export type { CacheOptions } from './layers/cache-options.js';
export { governedProperties, absentPasswords, misspeltClassnames } from './governed-properties.js';
export type { GovernedProperty, MisspeltClassname, Properties } from './governed-properties.js';
export type { RegisteredDecrypter } from './registry.js';

/** For whoever handles errors. */
export {
  AccessDeniedError,
  BackendUnavailableError,
  ConfigFileError,
  DecrypterError,
  DecrypterFailedError,
  DecrypterNotLoadedError,
  InvalidValueError,
  SecretFormatError,
  SecretNotFoundError,
  TimeLimitError,
  UnknownDecrypterError,
  UnresolvedPropertiesError,
  isDecrypterError,
} from './errors.js';
export type { AnyDecrypterError, DecrypterErrorCode, DecrypterErrorDetails } from './errors.js';

/** For observers. */
export { decryptChannelName } from './layers/traced.js';
export type { DecryptEvent } from './layers/traced.js';
export {
  errorChannelName,
  refreshChannelName,
  rotationChannelName,
} from './layers/cache-events.js';
export type { ErrorEvent, RefreshEvent, RotationEvent } from './layers/cache-events.js';
export type { CallReason } from './layers/layer.js';
export { warningChannelName } from './warnings.js';
export type { DecrypterWarning } from './warnings.js';

/** For authors of plugins. */
export type {
  ExplainingDecrypter,
  ExplanationStep,
  PasswordDecrypter,
} from './password-decrypter.js';
export { contractVersion, definePlugin } from './plugin.js';
export type { DecrypterDefinition, DecrypterPlugin } from './plugin.js';
export { container, inject, injectable, Lifecycle, provideDefault } from './injection.js';
export type { DependencyContainer, InjectionToken } from './injection.js';
export { parseCoordinates } from './secrets/coordinates.js';
export type { CoordinateRule, Coordinates } from './secrets/coordinates.js';
export { deepestJsonNesting, jsonNesting } from './secrets/json-nesting.js';
export { extractPassword } from './secrets/json-pointer.js';
export { nearestName } from './nearest-name.js';
export { quoted, visible } from './quoted.js';
export { untilAborted } from './until-aborted.js';
export { warn } from './warnings.js';
