import type { CredentialSource } from '../credentials.js';
import { bothAreThere } from './both-or-neither.js';
import type { AwsSystemProperties } from '../tokens.js';

/** What Java takes from `-Daws.accessKeyId=…` (AWS SDK for Java: "Default credentials provider chain"). */
export function systemProperties(properties: AwsSystemProperties): CredentialSource {
  return {
    name: 'system properties (aws.accessKeyId, aws.secretAccessKey)',
    async find() {
      const accessKeyId = properties['aws.accessKeyId'];
      const secretAccessKey = properties['aws.secretAccessKey'];
      const sessionToken = properties['aws.sessionToken'];
      bothAreThere(['aws.accessKeyId', accessKeyId], ['aws.secretAccessKey', secretAccessKey]);
      if (!accessKeyId || !secretAccessKey) return undefined;
      return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
    },
  };
}
