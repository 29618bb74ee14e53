import { keyPrefix } from '../ids.ts';
import { EVENT_NAME } from '../platform-events/events.ts';
import { USER_PERMISSIONS } from '../seed/permissions.ts';
import type { Field, SObjectType } from '../tables.ts';
import {
  EXTERNAL_CREDENTIAL_KEY_PREFIX,
  REMOTE_KEY_CALLOUT_EVENT_KEY_PREFIX,
  UNCONFIRMED_STATUS,
} from '../uncertain.ts';
import { APEX_TYPES } from './apex-types.ts';
import {
  auditFields,
  datetime,
  flag,
  idField,
  integer,
  picklist,
  reference,
  text,
  writable,
} from './fields.ts';

const permissionFields: readonly Field[] = Object.entries(USER_PERMISSIONS).map(([name, label]) =>
  flag(`Permissions${name}`, { label }),
);

/** Object Reference, Organization. */
const organization: SObjectType = {
  name: 'Organization',
  label: 'Organization',
  keyPrefix: keyPrefix.Organization,
  api: 'both',
  fields: [
    idField,
    text('Name', { nillable: false }),
    picklist('OrganizationType', ['Developer Edition', 'Enterprise Edition', 'Unlimited Edition']),
    flag('IsSandbox'),
    datetime('TrialExpirationDate', { nillable: true }),
    text('NamespacePrefix', { nillable: true }),
    text('InstanceName', { nillable: true }),
    text('LanguageLocaleKey'),
    text('DefaultLocaleSidKey'),
    text('TimeZoneSidKey'),
    flag('IsReadOnly'),
    ...auditFields,
  ],
};

/** Object Reference, User; `Alias autoproc, UserType AutomatedProcess` is the Automated Process user. */
const user: SObjectType = {
  name: 'User',
  label: 'User',
  keyPrefix: keyPrefix.User,
  api: 'both',
  fields: [
    idField,
    text('Username', { nillable: false }),
    text('Alias', { nillable: false }),
    text('Name', { nillable: false }),
    text('FirstName', { nillable: true }),
    text('LastName', { nillable: false }),
    text('Email', { nillable: false }),
    flag('IsActive'),
    picklist('UserType', ['Standard', 'AutomatedProcess', 'Guest', 'CloudIntegrationUser'], {
      nillable: true,
    }),
    reference('ProfileId', ['Profile'], { nillable: true }),
    text('LanguageLocaleKey'),
    text('LocaleSidKey'),
    text('TimeZoneSidKey'),
    text('EmailEncodingKey'),
    text('FederationIdentifier', { nillable: true }),
    datetime('CreatedDate'),
    datetime('LastModifiedDate'),
    datetime('SystemModstamp'),
  ],
};

/** Object Reference, Profile. */
const profile: SObjectType = {
  name: 'Profile',
  label: 'Profile',
  keyPrefix: keyPrefix.Profile,
  api: 'both',
  fields: [
    idField,
    text('Name', { nillable: false }),
    text('Description', { nillable: true }),
    picklist('UserType', ['Standard', 'AutomatedProcess', 'Guest'], { nillable: true }),
    ...permissionFields,
    datetime('CreatedDate'),
    datetime('LastModifiedDate'),
    datetime('SystemModstamp'),
  ],
};

/** Object Reference, PermissionSet; includes those that belong to profiles. */
const permissionSet: SObjectType = {
  name: 'PermissionSet',
  label: 'Permission Set',
  keyPrefix: keyPrefix.PermissionSet,
  api: 'both',
  fields: [
    idField,
    text('Name', { nillable: false, ...writable }),
    text('Label', { nillable: false, ...writable }),
    text('Description', { nillable: true, ...writable }),
    text('NamespacePrefix', { nillable: true }),
    flag('IsOwnedByProfile'),
    reference('ProfileId', ['Profile'], { nillable: true }),
    picklist('Type', ['Profile', 'Regular', 'Standard', 'Session', 'Group'], { nillable: true }),
    flag('IsCustom'),
    flag('HasActivationRequired', writable),
    reference('LicenseId', ['UserLicense', 'PermissionSetLicense'], { nillable: true }),
    reference('PermissionSetGroupId', ['PermissionSetGroup'], { nillable: true }),
    ...permissionFields,
    ...auditFields,
  ],
};

/** Object Reference, PermissionSetAssignment: created and deleted, never updated. */
const permissionSetAssignment: SObjectType = {
  name: 'PermissionSetAssignment',
  label: 'Permission Set Assignment',
  keyPrefix: keyPrefix.PermissionSetAssignment,
  api: 'data',
  fields: [
    idField,
    reference('PermissionSetId', ['PermissionSet'], { nillable: true, createable: true }),
    reference('PermissionSetGroupId', ['PermissionSetGroup'], { nillable: true }),
    reference('AssigneeId', ['User'], { nillable: false, createable: true }),
    datetime('ExpirationDate', { nillable: true, ...writable }),
    flag('IsActive'),
    flag('IsRevoked'),
    datetime('SystemModstamp'),
  ],
};

/** Object Reference, SetupEntityAccess: what a permission set grants. */
const setupEntityAccess: SObjectType = {
  name: 'SetupEntityAccess',
  label: 'Setup Entity Access',
  keyPrefix: keyPrefix.SetupEntityAccess,
  api: 'data',
  fields: [
    idField,
    reference('ParentId', ['PermissionSet'], { nillable: false, createable: true }),
    { name: 'SetupEntityId', type: 'id', nillable: false, createable: true },
    picklist('SetupEntityType', ['ExternalCredentialParameter'], { nillable: true }),
    datetime('SystemModstamp'),
  ],
};

/** Object Reference, SetupAuditTrail: read-only. */
const setupAuditTrail: SObjectType = {
  name: 'SetupAuditTrail',
  label: 'Setup Audit Trail Entry',
  keyPrefix: keyPrefix.SetupAuditTrail,
  api: 'data',
  fields: [
    idField,
    text('Action', { nillable: false }),
    text('Section', { nillable: true, filterable: false }),
    datetime('CreatedDate', { nillable: false }),
    reference('CreatedById', ['User']),
    text('Display', { nillable: true, filterable: false }),
    text('DelegateUser', { nillable: true }),
    text('ResponsibleNamespacePrefix', { nillable: true }),
    text('CreatedByContext', { nillable: true }),
    text('CreatedByIssuer', { nillable: true }),
  ],
};

/** Object Reference, NamedCredential. */
const namedCredential: SObjectType = {
  name: 'NamedCredential',
  label: 'Named Credential',
  keyPrefix: keyPrefix.NamedCredential,
  api: 'both',
  fields: [
    idField,
    text('DeveloperName', { nillable: false }),
    text('MasterLabel', { nillable: false }),
    text('NamespacePrefix', { nillable: true }),
    text('Language'),
    text('Endpoint', { nillable: true }),
    picklist('PrincipalType', ['Anonymous', 'PerUser', 'NamedUser'], { nillable: true }),
    flag('CalloutOptionsGenerateAuthorizationHeader'),
    flag('CalloutOptionsAllowMergeFieldsInHeader'),
    flag('CalloutOptionsAllowMergeFieldsInBody'),
    reference('AuthProviderId', ['AuthProvider'], { nillable: true }),
    ...auditFields,
  ],
};

/** Object Reference, TenantSecret; picklists by API version. */
const tenantSecret: SObjectType = {
  name: 'TenantSecret',
  label: 'Tenant Secret',
  keyPrefix: keyPrefix.TenantSecret,
  api: 'data',
  fields: [
    idField,
    text('Description', { nillable: true, ...writable }),
    picklist('Type', ['Data', 'SearchIndex', 'Analytics', 'DeterministicData', 'EventBus', 'Database'], {
      createable: true,
      defaultedOnCreate: true,
      restricted: true,
      picklistSince: { SearchIndex: 39, Analytics: 39, DeterministicData: 39, EventBus: 43, Database: 62 },
    }),
    picklist('Status', ['ACTIVE', 'ARCHIVED', 'DESTROYED'], {
      nillable: true,
      updateable: true,
      restricted: true,
    }),
    picklist('Source', ['HSM', 'UPLOADED', 'REMOTE'], {
      createable: true,
      restricted: true,
      picklistSince: { REMOTE: 44 },
    }),
    integer('Version', { nillable: false, idLookup: true }),
    picklist('KeyDerivationMode', ['PBKDF2', 'NONE'], { createable: true, restricted: true }),
    { name: 'SecretValue', type: 'base64', nillable: true, filterable: false, ...writable },
    { name: 'SecretValueHash', type: 'base64', nillable: true, filterable: false, createable: true },
    text('SecretValueCertificate', { nillable: true, ...writable }),
    text('RemoteKeyIdentifier', { nillable: true, createable: true }),
    reference('RemoteKeyServiceId', ['NamedCredential'], { nillable: true, ...writable }),
    text('RemoteKeyCertificate', { nillable: true, ...writable }),
    ...auditFields,
  ],
};

/** Object Reference, ExternalEncryptionRootKey: read-only here. */
const externalEncryptionRootKey: SObjectType = {
  name: 'ExternalEncryptionRootKey',
  label: 'External Encryption Root Key',
  keyPrefix: keyPrefix.ExternalEncryptionRootKey,
  api: 'data',
  fields: [
    idField,
    text('RootKeyService', { nillable: true }),
    text('Region', { nillable: true }),
    text('RootKeyIdentifier', { nillable: true }),
    text('Status', { nillable: true }),
    datetime('ActivatedDate', { nillable: true }),
    text('Description', { nillable: true }),
    datetime('CreatedDate', { nillable: true }),
  ],
};

/** Object Reference, DataEncryptionKey: read-only here. */
const dataEncryptionKey: SObjectType = {
  name: 'DataEncryptionKey',
  label: 'Data Encryption Key',
  keyPrefix: keyPrefix.DataEncryptionKey,
  api: 'data',
  fields: [
    idField,
    text('Type', { nillable: true }),
    integer('Version', { nillable: true }),
    text('Status', { nillable: true }),
    text('Source', { nillable: true }),
    text('RootKeyKmsIdentifier', { nillable: true }),
    text('Description', { nillable: true }),
    datetime('CreatedDate', { nillable: true }),
  ],
};

/** The current user's user permissions (Object Reference, UserPermissionAccess). */
const userPermissionAccess: SObjectType = {
  name: 'UserPermissionAccess',
  label: 'User Permission Access',
  keyPrefix: '000',
  api: 'data',
  fields: [idField, ...permissionFields, datetime('LastCacheUpdate', { nillable: true })],
};

/** Tooling API, ExternalCredential; since 56.0. */
const externalCredential: SObjectType = {
  name: 'ExternalCredential',
  label: 'External Credential',
  keyPrefix: EXTERNAL_CREDENTIAL_KEY_PREFIX,
  api: 'tooling',
  fields: [
    idField,
    text('DeveloperName', { nillable: false }),
    text('MasterLabel', { nillable: false }),
    text('NamespacePrefix', { nillable: true }),
    text('Language'),
    picklist('AuthenticationProtocol', ['AwsSv4', 'Basic', 'Custom', 'Jwt', 'Oauth']),
    ...auditFields,
  ],
};

/** Tooling API, Certificate. */
const certificate: SObjectType = {
  name: 'Certificate',
  label: 'Certificate',
  keyPrefix: keyPrefix.Certificate,
  api: 'tooling',
  fields: [
    idField,
    text('DeveloperName', { nillable: false }),
    text('MasterLabel', { nillable: false }),
    text('NamespacePrefix', { nillable: true }),
    datetime('ExpirationDate', { nillable: true }),
    integer('KeySize', { nillable: true }),
    flag('OptionsIsCaSigned'),
    flag('OptionsIsPrivateKeyExportable'),
    { name: 'CertificateChain', type: 'base64', nillable: true, filterable: false },
    ...auditFields,
  ],
};

/** Tooling API, DeployRequest. */
const deployRequest: SObjectType = {
  name: 'DeployRequest',
  label: 'Deploy Request',
  keyPrefix: keyPrefix.DeployRequest,
  api: 'tooling',
  fields: [
    idField,
    picklist('Status', [
      'Pending',
      'InProgress',
      'Finalizing',
      'FinalizingFailed',
      'Succeeded',
      'SucceededPartial',
      'Failed',
      'Canceling',
      'Canceled',
    ]),
    text('StateDetail', { nillable: true }),
    flag('CheckOnly'),
    flag('RollbackOnError'),
    flag('IgnoreWarnings'),
    flag('PurgeOnDelete'),
    flag('RunTestsEnabled'),
    text('TestLevel', { nillable: true }),
    text('Type', { nillable: true }),
    text('ErrorMessage', { nillable: true }),
    text('ErrorStatusCode', { nillable: true }),
    integer('NumberComponentErrors'),
    integer('NumberComponentsDeployed'),
    integer('NumberComponentsTotal'),
    integer('NumberTestErrors'),
    integer('NumberTestsCompleted'),
    integer('NumberTestsTotal'),
    datetime('StartDate', { nillable: true }),
    datetime('CompletedDate', { nillable: true }),
    ...auditFields,
  ],
};

/** Codes that a document confirms (Platform Events Developer Guide, RemoteKeyCalloutEvent). */
const CONFIRMED_STATUS = [
  'SUCCESS',
  'AUTHENTICATION_FAILURE_RESPONSE',
  'DESTROY_HTTP_CODE',
  'EMPTY_RESPONSE',
  'ERROR_HTTP_CODE',
  'ILLEGAL_PARAMETERS_IN_JWE_HEADER',
  'INCORRECT_ALGORITHM_IN_JWE_HEADER',
  'INCORRECT_DATA_ENCRYPTION_KEY_SIZE',
];

/** Platform Events Developer Guide, RemoteKeyCalloutEvent: describeSObjects() is the only call. */
const remoteKeyCalloutEvent: SObjectType = {
  name: EVENT_NAME,
  label: 'Remote Key Callout Event',
  keyPrefix: REMOTE_KEY_CALLOUT_EVENT_KEY_PREFIX,
  api: 'data',
  queryable: false,
  fields: [
    { name: 'Details', type: 'textarea', nillable: true, filterable: false },
    text('EventUuid', { nillable: true, length: 36 }),
    text('ReplayId', { nillable: true, length: 1000 }),
    text('RequestIdentifier', { nillable: true }),
    picklist('StatusCode', [...CONFIRMED_STATUS, ...Object.values(UNCONFIRMED_STATUS)], {
      nillable: true,
      restricted: true,
    }),
    reference('TenantSecretId', ['TenantSecret'], { nillable: true }),
    datetime('CreatedDate'),
    reference('CreatedById', ['User']),
  ],
};

export const SOBJECT_TYPES: readonly SObjectType[] = [
  ...APEX_TYPES,
  organization,
  user,
  profile,
  permissionSet,
  permissionSetAssignment,
  setupEntityAccess,
  setupAuditTrail,
  namedCredential,
  tenantSecret,
  externalEncryptionRootKey,
  dataEncryptionKey,
  remoteKeyCalloutEvent,
  userPermissionAccess,
  externalCredential,
  certificate,
  deployRequest,
];
