import type { LayeredDecrypter, LayerOptions } from './layer.js';
import { untilAborted } from '../until-aborted.js';

interface Flight {
  readonly password: Promise<string>;
  /** None where the first caller has no signal: somebody who cannot leave waits to the end. */
  readonly controller: AbortController | undefined;
  callers: number;
  landed: boolean;
}

/**
 * One backend call however many callers ask for the same value at once. A caller who gives up leaves
 * alone; the flight is aborted when the last one has left, and the next caller starts a new one.
 */
export function coalesced(inner: LayeredDecrypter): LayeredDecrypter {
  const flights = new Map<string, Flight>();

  function depart(value: string, options: LayerOptions): Flight {
    const controller = options.signal && new AbortController();
    const password = inner.decrypt(value, { ...options, signal: controller?.signal });
    const flight: Flight = { password, controller, callers: 0, landed: false };
    flights.set(value, flight);
    const landed = () => {
      flight.landed = true;
      forget(value, flight);
    };
    // Both ways handled here, so that a flight which everybody has left rejects into nothing.
    password.then(landed, landed);
    return flight;
  }

  function forget(value: string, flight: Flight): void {
    if (flights.get(value) === flight) flights.delete(value);
  }

  return {
    async decrypt(value, options) {
      const { signal } = options;
      signal?.throwIfAborted();
      const flight = flights.get(value) ?? depart(value, options);
      flight.callers += 1;
      try {
        return await untilAborted(flight.password, signal);
      } finally {
        flight.callers -= 1;
        if (flight.callers === 0 && !flight.landed) {
          forget(value, flight);
          flight.controller?.abort();
        }
      }
    },
  };
}
