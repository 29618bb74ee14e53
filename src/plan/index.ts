export { assignmentName, pairOf, sameUser } from './assignments.ts';
export { type CertificateConflict, certificateConflicts } from './certificates.ts';
export {
  type CipherTrustState,
  certificateOf,
  endpointName,
  endpointOf,
  type ReadCipherTrust,
  type WantedCipherTrust,
  type WantedEndpoint,
  type WantedUpload,
} from './ciphertrust.ts';
export {
  cipherTrustKeyNames,
  missingEndpoints,
} from './ciphertrust-compare.ts';
export { fetchedState, isUrlOpen, settled } from './ciphertrust-settled.ts';
export { secretOfUpload, stateOfUpload, usedKeys } from './ciphertrust-uploads.ts';
export { compareComponent, compareFields, componentKey } from './compare.ts';
export {
  isStored,
  type Readable,
  type Rewrite,
  type WantedCredential,
  type WantedValue,
} from './credentials.ts';
export { digestOf } from './facts.ts';
export { type KeyCut, keyCuts } from './key-cut.ts';
export { type LiveKey, liveKeys, liveSecrets, markKeyPath } from './key-path.ts';
export { secretName, secretOf, type WantedKey } from './keys.ts';
export { type Desired, desiredOf, makePlan, questionOf } from './make.ts';
export { mask, masked, maskedChanges } from './masked.ts';
export { type Phase, phasesOf } from './phases.ts';
export { approvedPlan, parseSavedPlan, type SavedPlan, savedPlan } from './plan-file.ts';
export { type OrgKeys, type OrgState, readState } from './state.ts';
export { type Change, type FieldChange, type Plan, type Risk, riskMeaning } from './types.ts';
export { wantedCredentials } from './wanted-credentials.ts';
