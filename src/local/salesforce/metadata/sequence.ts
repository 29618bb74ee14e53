import type { ComponentBody } from '../store/collections.ts';

/** Where a parameter comes among those like it; those without a number come last, in their order. */
export const sequenceOf = ({ sequenceNumber }: ComponentBody): number =>
  typeof sequenceNumber === 'number' ? sequenceNumber : Number.MAX_SAFE_INTEGER;
