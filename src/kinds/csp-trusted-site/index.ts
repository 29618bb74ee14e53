import type { Kind } from '../kind.ts';

/** A site that pages may load from or call. */
export const cspTrustedSite: Kind = {
  types: ['CspTrustedSite'],
  stage: 'metadata',
  permissions: () => [{ login: 'org', need: 'metadata', what: 'this deploy' }],
};
