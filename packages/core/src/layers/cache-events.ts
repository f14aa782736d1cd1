/** What observers hear of passwords over time: who, how long, how it ended; never what. */

import { channel } from 'node:diagnostics_channel';

import type { DecrypterErrorCode } from '../errors.js';

/** An attempt to renew or refresh a password. */
export interface RefreshEvent {
  readonly classname: string;
  readonly property?: string | undefined;
  readonly reason: 'renewal' | 'refresh';
  readonly durationMs: number;
  readonly outcome: 'same' | 'rotated' | 'failed' | 'aborted';
}

/** The backend has another password than the one that was given out. */
export interface RotationEvent {
  readonly classname: string;
  readonly property?: string | undefined;
}

/** A failed attempt, and whether callers still got a password. */
export interface ErrorEvent {
  readonly classname: string;
  readonly property?: string | undefined;
  readonly code: DecrypterErrorCode;
  readonly retryable: boolean;
  readonly served: 'stale' | 'nothing';
}

/** The `node:diagnostics_channel`s of the cache: {@link RefreshEvent}, {@link RotationEvent}, {@link ErrorEvent}. */
export const refreshChannelName = 'password-decrypter:refresh';
export const rotationChannelName = 'password-decrypter:rotation';
export const errorChannelName = 'password-decrypter:error';

export const refreshes = channel(refreshChannelName);
export const rotations = channel(rotationChannelName);
export const errors = channel(errorChannelName);
