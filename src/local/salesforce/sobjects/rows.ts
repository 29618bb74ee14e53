import { isOtherwise } from '../assumptions.ts';
import { restDatetime } from '../clock.ts';
import { componentKey, packageOf } from '../metadata/principals.ts';
import { orgNamespace } from '../org.ts';
import { cronJobDetailRows, cronTriggerRows } from '../scheduled-jobs/rows.ts';
import { grantsPermission, hasPermission } from '../seed/grants.ts';
import { permissionFields, USER_PERMISSION_NAMES } from '../seed/permissions.ts';
import type { ComponentBody, ComponentType, StoredComponent } from '../store/collections.ts';
import type { View } from '../store/database.ts';
import type { Row } from '../tables.ts';
import { tenantSecretRows } from '../tenant-secrets/row.ts';
import { deployRequestRow } from './deploy-request-row.ts';

type Rows = (view: View, userId: string) => readonly Row[];

/** The rows of each type. Rows of metadata are derived from the components, so that both always agree. */
const SOURCES: Readonly<Record<string, Rows>> = {
  Organization: (view) => view.all('organization'),
  User: (view) => view.all('user'),
  Profile: (view) => view.all('profile'),
  PermissionSet: (view) => [
    ...view.all('profilePermissionSet'),
    ...components(view, 'PermissionSet').map((component) => permissionSetRow(view, component)),
  ],
  PermissionSetAssignment: (view) => view.all('permissionSetAssignment'),
  SetupEntityAccess: (view) => (isOtherwise(view, 'grantsAreHidden') ? [] : view.all('setupEntityAccess')),
  SetupAuditTrail: (view) => view.all('setupAuditTrail'),
  NamedCredential: (view) =>
    components(view, 'NamedCredential').map((component) => namedCredentialRow(view, component)),
  TenantSecret: (view, userId) =>
    tenantSecretRows(view, userId).map((row) =>
      row.Source === 'UPLOADED' && isOtherwise(view, 'otherKeySource') ? { ...row, Source: 'CUSTOMER' } : row,
    ),
  ExternalEncryptionRootKey: (view) => view.all('externalRootKey'),
  DataEncryptionKey: (view) => view.all('dataEncryptionKey'),
  UserPermissionAccess: (view, userId) => [
    {
      Id: '000000000000000AAA',
      LastCacheUpdate: null,
      ...permissionFields(USER_PERMISSION_NAMES.filter((name) => hasPermission(view, userId, name))),
    },
  ],
  ExternalCredential: (view) =>
    components(view, 'ExternalCredential').map((component) => ({
      ...named(view, component),
      AuthenticationProtocol: textOf(component.body, 'authenticationProtocol'),
    })),
  Certificate: (view) => components(view, 'Certificate').map((component) => certificateRow(view, component)),
  ApexClass: (view) => components(view, 'ApexClass').map((component) => apexClassRow(view, component)),
  CronTrigger: cronTriggerRows,
  CronJobDetail: cronJobDetailRows,
  AsyncApexJob: (view) => view.all('asyncApexJob'),
  DeployRequest: (view) => view.all('deployJob').map(deployRequestRow),
};

export const rowsOf = (view: View, typeName: string, userId: string): readonly Row[] =>
  SOURCES[typeName]?.(view, userId) ?? [];

const components = (view: View, type: ComponentType): readonly StoredComponent[] =>
  view.all('component').filter((component) => component.type === type);

const textOf = (body: ComponentBody, name: string): string | null => {
  const value = body[name];
  return typeof value === 'string' ? value : null;
};

const audit = (component: StoredComponent): Row => ({
  CreatedDate: component.createdDate,
  CreatedById: component.createdById,
  LastModifiedDate: component.lastModifiedDate,
  LastModifiedById: component.lastModifiedById,
  SystemModstamp: component.lastModifiedDate,
});

/** The name without the namespace of its package. */
const nameParts = (view: View, { fullName }: StoredComponent) => {
  const installed = packageOf(fullName);
  return {
    name: installed === undefined ? fullName : fullName.slice(installed.length + 2),
    namespace: installed ?? orgNamespace(view) ?? null,
  };
};

const named = (view: View, component: StoredComponent): Row => ({
  Id: component.id,
  DeveloperName: nameParts(view, component).name,
  MasterLabel: textOf(component.body, 'label'),
  NamespacePrefix: nameParts(view, component).namespace,
  Language: 'en_US',
  ...audit(component),
});

/** Tooling API, Certificate. The certificate chain is read as a blob. */
const certificateRow = (view: View, component: StoredComponent): Row => {
  const { body } = component;
  const pem = view.get('certificate', componentKey('Certificate', component.fullName))?.pem;
  const end = textOf(body, 'expirationDate');
  return {
    ...named(view, component),
    MasterLabel: textOf(body, 'masterLabel'),
    ExpirationDate: end === null ? null : restDatetime(Date.parse(end)),
    KeySize: body.keySize as number,
    OptionsIsCaSigned: body.caSigned === true,
    OptionsIsPrivateKeyExportable: body.privateKeyExportable === true,
    CertificateChain: pem === undefined ? null : Buffer.from(pem).toString('base64'),
  };
};

/** Object Reference, ApexClass. */
const apexClassRow = (view: View, component: StoredComponent): Row => {
  const body = view.get('apexClass', componentKey('ApexClass', component.fullName))?.body ?? '';
  return {
    Id: component.id,
    Name: component.fullName,
    NamespacePrefix: orgNamespace(view) ?? null,
    ApiVersion: Number(component.body.apiVersion),
    Status: textOf(component.body, 'status'),
    IsValid: true,
    Body: body,
    ...audit(component),
  };
};

const permissionSetRow = (view: View, component: StoredComponent): Row => ({
  Id: component.id,
  Name: nameParts(view, component).name,
  Label: textOf(component.body, 'label'),
  Description: textOf(component.body, 'description'),
  NamespacePrefix: nameParts(view, component).namespace,
  IsOwnedByProfile: false,
  ProfileId: null,
  Type: component.body.hasActivationRequired === true ? 'Session' : 'Regular',
  IsCustom: true,
  HasActivationRequired: component.body.hasActivationRequired === true,
  LicenseId: null,
  PermissionSetGroupId: null,
  ...permissionFields(USER_PERMISSION_NAMES.filter((name) => grantsPermission(component, name))),
  ...audit(component),
});

/** The endpoint of a credential that isn't Legacy is its Url parameter. */
const namedCredentialRow = (view: View, component: StoredComponent): Row => {
  const { body } = component;
  const parameters = Array.isArray(body.namedCredentialParameters)
    ? (body.namedCredentialParameters as ComponentBody[])
    : [];
  const url = parameters.find((parameter) => parameter.parameterType === 'Url');
  return {
    ...named(view, component),
    Endpoint: textOf(body, 'endpoint') ?? (url ? textOf(url, 'parameterValue') : null),
    PrincipalType: textOf(body, 'principalType'),
    CalloutOptionsGenerateAuthorizationHeader: body.generateAuthorizationHeader === true,
    CalloutOptionsAllowMergeFieldsInHeader: body.allowMergeFieldsInHeader === true,
    CalloutOptionsAllowMergeFieldsInBody: body.allowMergeFieldsInBody === true,
    AuthProviderId: null,
  };
};
