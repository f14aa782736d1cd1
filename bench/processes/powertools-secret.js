import { getSecret } from '@aws-lambda-powertools/parameters/secrets';

await getSecret('secret-0');
