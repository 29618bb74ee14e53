export { checkCallouts, type WantedCallout } from './callout.ts';
export { checkChain } from './chain.ts';
export { checkExclusive } from './exclusive.ts';
export type { Check } from './types.ts';
