/** The emulator in a process of its own, so that its work is not counted as ours. */

import { startAwsEmulator } from '@password-decrypter/aws-emulator';

export const region = 'eu-west-1';

const aws = await startAwsEmulator();
for (let index = 0; index < 100; index += 1) {
  aws.secrets.put({ region, name: `secret-${index}`, value: `s3cret-${index}` });
  aws.parameters.put({ region, name: `/parameter-${index}`, value: `s3cret-${index}` });
}

process.on('message', () => {
  process.send({ calls: aws.calls.total });
  aws.calls.reset();
});
process.send({ environment: aws.environment });
