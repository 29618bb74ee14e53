import type { Headline } from '../headline.ts';

/** As in `Data, cache-only, acme-data-1` or `SearchIndex, BYOK, acme-search (local) of CipherTrust`. */
export const headline: Headline = (to) => {
  const how = to('namedCredential') === undefined ? 'BYOK' : 'cache-only';
  const key = to('source') === undefined ? to('identifier') : `${to('key')} (${to('tier')}) of CipherTrust`;
  return `${to('type')}, ${how}, ${key}`;
};
