import { createLocalOrg } from '../../../src/local/salesforce/index.ts';

// Run as a separate process by state.test.ts: starts an org and prints its address.
const { url, accessToken } = await createLocalOrg(JSON.parse(process.argv[2] ?? '{}'));
process.send?.({ url, accessToken });
