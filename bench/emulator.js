/** The emulator in a process of its own, so that its work is not counted as that of who asks it. */

import { startAwsEmulator } from '@password-decrypter/aws-emulator';

const region = 'eu-west-1';

const aws = await startAwsEmulator();
for (const name of ['warm-up', ...Array(100).keys()]) {
  aws.secrets.put({ region, name: `secret-${name}`, value: `s3cret-${name}` });
  aws.parameters.put({ region, name: `/parameter-${name}`, value: `s3cret-${name}` });
}

process.on('message', () => {
  process.send({ calls: aws.calls.total });
  aws.calls.reset();
});
process.send({ environment: aws.environment });
