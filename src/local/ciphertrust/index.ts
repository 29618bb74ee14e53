export type { RecordedRequest } from './app.ts';
export type { CipherTrustFault } from './faults.ts';
export {
  createLocalCipherTrust,
  type LocalCipherTrust,
  type LocalCipherTrustOptions,
} from './local-ciphertrust.ts';
export type { SalesforceConnection } from './salesforce.ts';
