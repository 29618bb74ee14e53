import type { Headline } from '../headline.ts';

/** The names of its secrets. */
export const headline: Headline = (_to, fields) => fields.map(({ path }) => path).join(', ');
