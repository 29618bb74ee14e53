/** The library: one function a verb, the same that the commands call. Each takes plain options and returns plain data. */
export { ConfigError, type Problem } from './config/index.ts';
export { KeywayError, type Position } from './errors.ts';
export type { Change, FieldChange, Plan, Risk } from './plan/index.ts';
export type { Progress } from './report/progress.ts';
export { cckmCertificates } from './verbs/cckm/certificates.ts';
export { cckmEndpoints } from './verbs/cckm/endpoints.ts';
export { cckmIssuers } from './verbs/cckm/issuers.ts';
export {
  type CckmKeyChangeOptions,
  type CckmKeyListOptions,
  cckmKeyChange,
  cckmKeyGet,
  cckmKeyList,
} from './verbs/cckm/keys.ts';
export { cckmLogin } from './verbs/cckm/login.ts';
export { cckmNamedCredentials } from './verbs/cckm/named-credentials.ts';
export { cckmOrganizations } from './verbs/cckm/organizations.ts';
export { cckmReports } from './verbs/cckm/reports.ts';
export type { CipherTrustPlace } from './verbs/cckm/session.ts';
export { cckmSynchronize } from './verbs/cckm/synchronize.ts';
export {
  type CckmCacheOnlyOptions,
  type CckmUploadOptions,
  type CckmUploadResult,
  cckmUpload,
  cckmUploadCacheOnly,
} from './verbs/cckm/upload.ts';
export {
  type CertificateGetOptions,
  type CertificateGetResult,
  type CertificateListResult,
  certificateGet,
  certificateList,
} from './verbs/certificate.ts';
export {
  type CredentialDeleteOptions,
  type CredentialSetOptions,
  type CredentialStatusResult,
  credentialDelete,
  credentialSet,
  credentialStatus,
} from './verbs/credential.ts';
export { type DeployOptions, type DeployResult, deploy, type Stage } from './verbs/deploy.ts';
export {
  externalCredentialDelete,
  externalCredentialGet,
  externalCredentialList,
  externalCredentialPut,
  type PutOptions,
  type PutResult,
} from './verbs/external-credential.ts';
export {
  acrossOrgs,
  type Fleet,
  type FleetOptions,
  fleetOf,
  type OrgFailure,
  type OrgOutcome,
  type Shard,
} from './verbs/fleet.ts';
export { type HistoryEntry, type HistoryOptions, type HistoryResult, history } from './verbs/history.ts';
export { type InitOptions, type InitResult, init } from './verbs/init.ts';
export { type KeyActivateOptions, type KeyActivateResult, keyActivate } from './verbs/key/activate.ts';
export { type KeyCreateOptions, keyCreate } from './verbs/key/create.ts';
export {
  type CacheOnlyKeyOptions,
  type CacheOnlyMade,
  keyCreateCacheOnly,
} from './verbs/key/create-cache-only.ts';
export { type KeyDestroyOptions, type KeyDestroyResult, keyDestroy } from './verbs/key/destroy.ts';
export { type KeyExportOptions, type KeyExportResult, keyExport } from './verbs/key/export.ts';
export { type KeyImportOptions, type KeyImportResult, keyImport } from './verbs/key/import.ts';
export { type KeyListResult, keyList } from './verbs/key/list.ts';
export { type KeyRotateOptions, keyRotate, type RotatedKey } from './verbs/key/rotate.ts';
export { type KeyUploadOptions, keyUpload, type UploadedKey } from './verbs/key/upload.ts';
export {
  type KeyProbe,
  type KeyProbeOptions,
  type KeyProbeResult,
  keyProbe,
} from './verbs/key-probe.ts';
export {
  localOrgStatus,
  resetLocalOrg,
  startLocalOrg,
  startLocalOrgWithCipherTrust,
} from './verbs/local-org.ts';
export { type PlanOptions, type PlanResult, plan } from './verbs/plan.ts';
export { type PromoteOptions, type PromoteResult, promote } from './verbs/promote.ts';
export { type PullOptions, type PullResult, pull } from './verbs/pull.ts';
export type { ConfigOptions } from './verbs/read-one.ts';
export { type RenderOptions, type RenderResult, render } from './verbs/render.ts';
export { type RollbackOptions, type RollbackResult, rollback } from './verbs/rollback.ts';
export type { OrgOptions } from './verbs/session.ts';
export { type ValidateResult, validate } from './verbs/validate.ts';
export { type VerifyResult, verify } from './verbs/verify.ts';
export type { Check } from './verify/index.ts';
