export { type AssignmentOutcome, applyAssignments } from './assignments.ts';
export {
  applyCredentials,
  type CredentialOutcome,
  type SecretValues,
  storeCredential,
} from './credentials.ts';
export { applyMetadata, componentsOf } from './metadata.ts';
