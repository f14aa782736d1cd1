/** Wires the channels of password-decrypter to OpenTelemetry: who, how long, how it ended; never what. */

import { subscribe, unsubscribe } from 'node:diagnostics_channel';

import type { Meter } from '@opentelemetry/api';
import {
  decryptChannelName,
  errorChannelName,
  rotationChannelName,
  type DecryptEvent,
  type ErrorEvent,
  type RotationEvent,
} from '@password-decrypter/core';

/** @returns ends it */
export function recordPasswordMetrics(meter: Meter): () => void {
  const durations = meter.createHistogram('password_decrypter.backend_call.duration', {
    unit: 'ms',
  });
  const rotations = meter.createCounter('password_decrypter.rotations');
  const errors = meter.createCounter('password_decrypter.errors');

  const listeners: readonly (readonly [string, (event: unknown) => void])[] = [
    [
      decryptChannelName,
      (event) => {
        const { classname, reason, outcome, durationMs } = event as DecryptEvent;
        durations.record(durationMs, { classname, reason, outcome });
      },
    ],
    [
      rotationChannelName,
      (event) => rotations.add(1, { classname: (event as RotationEvent).classname }),
    ],
    [
      errorChannelName,
      (event) => {
        const { classname, code, served } = event as ErrorEvent;
        errors.add(1, { classname, code, served });
      },
    ],
  ];
  for (const [name, listener] of listeners) subscribe(name, listener);
  return () => {
    for (const [name, listener] of listeners) unsubscribe(name, listener);
  };
}
