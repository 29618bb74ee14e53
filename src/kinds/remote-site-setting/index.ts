import type { Kind } from '../kind.ts';

/** A site that Apex may call by its URL. */
export const remoteSiteSetting: Kind = {
  types: ['RemoteSiteSetting'],
  stage: 'metadata',
  permissions: () => [{ login: 'org', need: 'metadata', what: 'this deploy' }],
};
