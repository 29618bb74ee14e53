import type { ComponentBody } from '../store/collections.ts';

/** The position of a parameter among those of its type. Those without a number come last, in their order. */
export const sequenceOf = ({ sequenceNumber }: ComponentBody): number =>
  typeof sequenceNumber === 'number' ? sequenceNumber : Number.MAX_SAFE_INTEGER;
