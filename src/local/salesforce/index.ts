export type { Fault, FaultKind } from './faults.ts';
export type { KeyServiceFacts } from './key-service/facts.ts';
export type { KeyServiceAnswer, KeyServiceSettings } from './key-service/switches.ts';
export type { KeyServiceFault } from './key-service/wrong-answers.ts';
export { createLocalOrg, type LocalOrg, type LocalOrgOptions, type LocalOrgUser } from './local-org.ts';
export type { JobPace } from './metadata/deploy-jobs.ts';
export type { OrgKind, Seed, SeedUser } from './seed/options.ts';
export type { UserPermission } from './seed/permissions.ts';
export { findRunning } from './state-dir.ts';
