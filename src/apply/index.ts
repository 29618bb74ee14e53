export { type AssignmentOutcome, applyAssignments } from './assignments.ts';
export { applyCertificates, applyEndpoint, applyOrganization } from './ciphertrust.ts';
export {
  applyCredentials,
  type CredentialOutcome,
  type SecretValues,
  storeCredential,
} from './credentials.ts';
export { chooseEntry, newHistoryId, openHistory } from './history.ts';
export { type Journal, openJournal } from './journal.ts';
export { type FetchedKey, hearFetch, messageOf } from './key-callout.ts';
export { applyKey, type KeyOutcome } from './keys.ts';
export { certificateStays, isLasting } from './lasting.ts';
export { applyMetadata } from './metadata.ts';
export { belongsToRemoved, restoreAssignments, takeFromRemoved } from './removed-assignments.ts';
export { seeJobs, type Unfinished, waitForUnfinished } from './running-jobs.ts';
export { beforeOf, historyChanges, type Snapshot, snapshotFormat } from './snapshot.ts';
export { mergedBefore, planWayBack, questionOfBefore } from './way-back.ts';
