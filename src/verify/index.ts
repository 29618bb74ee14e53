export { checkCallouts, type WantedCallout } from './callout.ts';
export { withCertificateEnds } from './certificates.ts';
export { checkChain } from './chain.ts';
export { checkCipherTrust } from './ciphertrust.ts';
export { checkExclusive } from './exclusive.ts';
export { checkKeys } from './keys.ts';
export type { Check } from './types.ts';
