/** A small AWS on loopback for tests and local development. */
export { AwsEmulator, startAwsEmulator } from './emulator.js';
export type { AwsEmulatorOptions, EmulatedParameters, EmulatedSecrets } from './emulator.js';
export type { Calls } from './calls.js';
export type { Fault, FaultKind, FaultOptions, Faults } from './faults.js';
export type { AccessKey, Allowance, Identities, Role, TemporaryCredentials } from './identities.js';
export type { ParameterToDelete, ParameterToPut, ParameterType } from './ssm.js';
export type { SecretToDelete, SecretToPut } from './secrets-manager.js';
