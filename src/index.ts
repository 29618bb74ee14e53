/**
 * The library: one function for each operation, the same that the commands call. Each takes plain options and
 * returns plain data.
 */
export { ConfigError, type Problem } from './config/index.ts';
export {
  acrossOrgs,
  type Fleet,
  type FleetOptions,
  fleetOf,
  type OrgFailure,
  type OrgOutcome,
  type Shard,
} from './engine/fleet.ts';
export type { ConfigOptions } from './engine/read-one.ts';
export type { OrgOptions } from './engine/session.ts';
export { KeywayError, type Position } from './errors/index.ts';
export type { Change, FieldChange, Plan, Risk } from './kinds/change.ts';
export type { Check } from './kinds/link-check.ts';
export type { Progress } from './kinds/run.ts';
export { cckmCertificates } from './operations/cckm/certificates.ts';
export type { CipherTrustPlace } from './operations/cckm/cipher-trust-session.ts';
export { cckmEndpoints } from './operations/cckm/endpoints.ts';
export { cckmIssuers } from './operations/cckm/issuers.ts';
export {
  type CckmKeyChangeOptions,
  type CckmKeyListOptions,
  cckmKeyChange,
  cckmKeyGet,
  cckmKeyList,
} from './operations/cckm/keys.ts';
export { cckmLogin } from './operations/cckm/login.ts';
export { cckmNamedCredentials } from './operations/cckm/named-credentials.ts';
export { cckmOrganizations } from './operations/cckm/organizations.ts';
export { cckmReports } from './operations/cckm/reports.ts';
export { cckmSynchronize } from './operations/cckm/synchronize.ts';
export {
  type CckmCacheOnlyOptions,
  type CckmUploadOptions,
  type CckmUploadResult,
  cckmUpload,
  cckmUploadCacheOnly,
} from './operations/cckm/upload.ts';
export {
  type CertificateGetOptions,
  type CertificateGetResult,
  type CertificateListResult,
  certificateGet,
  certificateList,
} from './operations/certificate.ts';
export {
  type CredentialDeleteOptions,
  type CredentialSetOptions,
  type CredentialStatusResult,
  credentialDelete,
  credentialSet,
  credentialStatus,
} from './operations/credential.ts';
export { type DeployOptions, type DeployResult, deploy, type Stage } from './operations/deploy.ts';
export {
  externalCredentialDelete,
  externalCredentialGet,
  externalCredentialList,
  externalCredentialPut,
  type PutOptions,
  type PutResult,
} from './operations/external-credential.ts';
export { type GraphOptions, type GraphResult, graph } from './operations/graph.ts';
export { type HistoryEntry, type HistoryOptions, type HistoryResult, history } from './operations/history.ts';
export { type InitOptions, type InitResult, init } from './operations/init.ts';
export { type KeyActivateOptions, type KeyActivateResult, keyActivate } from './operations/key/activate.ts';
export { type KeyCreateOptions, keyCreate } from './operations/key/create.ts';
export {
  type CacheOnlyKeyOptions,
  type CacheOnlyMade,
  keyCreateCacheOnly,
} from './operations/key/create-cache-only.ts';
export { type KeyDestroyOptions, type KeyDestroyResult, keyDestroy } from './operations/key/destroy.ts';
export { type KeyExportOptions, type KeyExportResult, keyExport } from './operations/key/export.ts';
export { type KeyImportOptions, type KeyImportResult, keyImport } from './operations/key/import.ts';
export { type KeyListResult, keyList } from './operations/key/list.ts';
export { type KeyRotateOptions, keyRotate, type RotatedKey } from './operations/key/rotate.ts';
export { type KeyUploadOptions, keyUpload, type UploadedKey } from './operations/key/upload.ts';
export {
  type KeyProbe,
  type KeyProbeOptions,
  type KeyProbeResult,
  keyProbe,
} from './operations/key-probe.ts';
export {
  localOrgStatus,
  resetLocalOrg,
  startLocalOrg,
  startLocalOrgWithCipherTrust,
} from './operations/local-org.ts';
export { type PlanOptions, type PlanResult, plan } from './operations/plan.ts';
export { type PromoteOptions, type PromoteResult, promote } from './operations/promote.ts';
export { type PullOptions, type PullResult, pull } from './operations/pull.ts';
export { type RenderOptions, type RenderResult, render } from './operations/render.ts';
export { type RollbackOptions, type RollbackResult, rollback } from './operations/rollback.ts';
export { type OrgStatus, type StatusResult, status } from './operations/status.ts';
export { type ValidateResult, validate } from './operations/validate.ts';
export { type VerifyResult, verify } from './operations/verify.ts';
