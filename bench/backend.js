/** The emulator in another process, with an empty account of what it was asked. */

import { fork } from 'node:child_process';
import { once } from 'node:events';

/** Starts it and points the AWS clients of this process, and of the processes it starts, to it. */
export async function startBackend() {
  const emulator = fork(new URL('emulator.js', import.meta.url));
  const [{ environment }] = await once(emulator, 'message');
  Object.assign(process.env, environment, {
    AWS_REGION: 'eu-west-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    POWERTOOLS_DEV: 'true', // or it complains that this is no Lambda function
  });
  return {
    /** How many requests have arrived since this was last asked. */
    async calls() {
      emulator.send('calls');
      const [{ calls }] = await once(emulator, 'message');
      return calls;
    },
    stop() {
      emulator.disconnect();
      emulator.kill();
    },
  };
}
