export { checkChain } from './chain.ts';
export type { Check } from './types.ts';
