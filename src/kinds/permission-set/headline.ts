import type { Headline } from '../headline.ts';

const access = 'principals.';

/** The principals that it grants. */
export const headline: Headline = (_to, fields) =>
  fields.flatMap(({ path }) => (path.startsWith(access) ? [path.slice(access.length)] : [])).join(', ');
