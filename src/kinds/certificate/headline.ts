import type { Headline } from '../headline.ts';

/** As in `4096 bits, self-signed, made in the org`. */
export const headline: Headline = (to) =>
  `${to('keySize')} bits, ${to('caSigned') === 'true' ? 'to be signed by an authority' : 'self-signed'}, made in the org`;
