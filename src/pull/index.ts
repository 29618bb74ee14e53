export { type PulledKeys, pullKeys } from '../kinds/cache-only-key/pull.ts';
export { suggestCredentials } from '../kinds/credential/pull.ts';
export { type Read, read } from './read.ts';
export { type Selection, select } from './select.ts';
export { ensureEnvironment, startingConfig } from './start.ts';
export { keyOf, type LeftOut, pathOf, sections, type Wanted } from './types.ts';
export { inConfig, newPrincipals, wanted } from './wanted.ts';
export { type Written, write } from './write.ts';
