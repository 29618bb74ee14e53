export { type ApexOptions, type ApexResult, apexString, executeAnonymous } from './apex.ts';
export { fillApex, readTemplate } from './apex-template.ts';
export {
  type AssignmentRow,
  autoproc,
  readAssignments,
  readPermissionSetIds,
  readUsers,
  type UserRow,
} from './assignments.ts';
export { type OrgCertificate, readCertificateChain, readCertificates } from './certificates.ts';
export {
  type PrincipalGranter,
  readComponents,
  readPrincipalGranters,
} from './components.ts';
export { type ConnectOptions, connect, type Org } from './connect.ts';
export {
  type ConnectProtocol,
  connectProtocol,
  type PrincipalKey,
  type PrincipalType,
} from './connect-names.ts';
export {
  type AuthenticationStatus,
  authorizationUrl,
  type CredentialAnswer,
  type CredentialInput,
  createCredential,
  deleteCredential,
  mergeCredential,
  readCredential,
  replaceCredential,
} from './credentials.ts';
export {
  cancelDeploy,
  type DeployOptions,
  type DeployProgress,
  deploy,
  type RecentDeploy,
  recentDeploys,
  resumeDeploy,
  type WaitOptions,
} from './deploy.ts';
export { prepareDeploy } from './deploy-job.ts';
export type { DeployedComponent, DeployFailure, DeployOutcome } from './deploy-outcome.ts';
export { errorCodeOf } from './errors.ts';
export {
  type ExternalCredentialAnswer,
  type ExternalCredentialInput,
  externalCredentials,
  listExternalCredentials,
  readExternalCredentials,
} from './external-credentials.ts';
export {
  type DataEncryptionKey,
  type ExternalKeyManagement,
  type ExternalRootKey,
  readExternalKeyManagement,
} from './external-key-management.ts';
export { createGrant, deleteGrant, type Grant, readGrants, type ShownGrants } from './grant-records.ts';
export type { OrgKind } from './identity.ts';
export { type KeyEvent, type KeyEvents, listenForKeyEvents } from './key-events.ts';
export { type CalloutChain as CalloutWay, readLastChanges } from './last-changes.ts';
export { type ListedComponent, listMetadata, readMetadata } from './metadata.ts';
export { listNamedCredentials, readNamedCredentialId } from './named-credentials.ts';
export {
  checkPermissions,
  missingPermissions,
  type PermissionCheck,
  type PermissionNeed,
} from './permissions.ts';
export {
  type OtherGrant,
  type PrincipalGrant,
  readOtherGrants,
  readPrincipalGrants,
} from './principal-access.ts';
export { query, queryIn } from './query.ts';
export { type RestRequest, rest } from './rest.ts';
export { type RetrieveOutcome, retrieve } from './retrieve.ts';
export { type NewLogin, saveLogin } from './save-login.ts';
export {
  type ApexClassText,
  type ApexRun,
  readApexClasses,
  readScheduledApex,
  type ScheduledJob,
} from './scheduled-apex.ts';
export { readSecretHash } from './secret-hash.ts';
export { readSfDefault } from './sf-default.ts';
export { soql, soqlLike, soqlName } from './soql.ts';
export { type OrgTarget, resolveTarget, type TargetInputs, type TargetSource } from './target.ts';
export {
  insertTenantSecret,
  type NewTenantSecret,
  type RemoteSecret,
  readRemoteSecrets,
  readSecretValue,
  readTenantSecrets,
  updateTenantSecret,
} from './tenant-secrets.ts';
