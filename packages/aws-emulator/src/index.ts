/** A small AWS on loopback for tests and local development. */
export { AwsEmulator, startAwsEmulator } from './emulator.js';
export type { AwsEmulatorOptions } from './emulator.js';
export type { Calls } from './calls.js';
export type { FaultKind, FaultOptions, Faults } from './faults.js';
export type { AccessKey, Allowance, Identities, Role, TemporaryCredentials } from './identities.js';
export type { ParameterStore, ParameterToPut, ParameterType } from './ssm.js';
export type { SecretsManager, SecretToPut } from './secrets-manager.js';
