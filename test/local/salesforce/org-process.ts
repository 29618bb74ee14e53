import { createLocalOrg } from '../../../src/local/salesforce/index.ts';

// Run as a process of its own by state.test.ts: starts an org and tells where it is.
const { url, accessToken } = await createLocalOrg(JSON.parse(process.argv[2] ?? '{}'));
process.send?.({ url, accessToken });
