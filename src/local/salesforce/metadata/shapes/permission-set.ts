import { boolean, type ComplexShape, complex, enumeration, many, required, since, string } from './shape.ts';

/** `enabled` and the name of the target, as in most parts of a permission set. */
const access = (name: string, about: string): ComplexShape =>
  complex(name, { [about]: required(string), enabled: required(boolean) });

/**
 * Metadata WSDL 66.0, PermissionSet. dataspaceScopes is missing: Data Cloud is not emulated, and is refused by
 * name.
 */
export const permissionSet = complex('PermissionSet', {
  agentAccesses: since(64, many(access('PermissionSetAgentAccess', 'agentName'))),
  applicationVisibilities: many(
    complex('PermissionSetApplicationVisibility', {
      application: required(string),
      visible: required(boolean),
    }),
  ),
  classAccesses: many(access('PermissionSetApexClassAccess', 'apexClass')),
  customMetadataTypeAccesses: many(access('PermissionSetCustomMetadataTypeAccess', 'name')),
  customPermissions: many(access('PermissionSetCustomPermissions', 'name')),
  customSettingAccesses: many(access('PermissionSetCustomSettingAccess', 'name')),
  description: string,
  emailRoutingAddressAccesses: since(62, many(access('PermissionSetEmailRoutingAddressAccess', 'name'))),
  externalCredentialPrincipalAccesses: since(
    59,
    many(access('PermissionSetExternalCredentialPrincipalAccess', 'externalCredentialPrincipal')),
  ),
  externalDataSourceAccesses: many(access('PermissionSetExternalDataSourceAccess', 'externalDataSource')),
  fieldPermissions: many(
    complex('PermissionSetFieldPermissions', {
      editable: required(boolean),
      field: required(string),
      readable: boolean,
    }),
  ),
  flowAccesses: many(access('PermissionSetFlowAccess', 'flow')),
  genComputingSummaryDefAccesses: since(
    66,
    many(access('PermissionSetGenComputingSummaryDefAccess', 'configName')),
  ),
  hasActivationRequired: boolean,
  label: required(string),
  license: string,
  objectPermissions: many(
    complex('PermissionSetObjectPermissions', {
      allowCreate: required(boolean),
      allowDelete: required(boolean),
      allowEdit: required(boolean),
      allowRead: required(boolean),
      modifyAllRecords: required(boolean),
      object: required(string),
      viewAllFields: since(63, boolean),
      viewAllRecords: required(boolean),
    }),
  ),
  pageAccesses: many(access('PermissionSetApexPageAccess', 'apexPage')),
  recordTypeVisibilities: many(
    complex('PermissionSetRecordTypeVisibility', {
      recordType: required(string),
      visible: required(boolean),
    }),
  ),
  servicePresenceStatusAccesses: since(
    64,
    many(access('PermissionSetServicePresenceStatusAccess', 'servicePresenceStatus')),
  ),
  tabSettings: many(
    complex('PermissionSetTabSetting', {
      tab: required(string),
      visibility: required({
        type: enumeration('PermissionSetTabVisibility', ['None', 'Available', 'Visible']),
      }),
    }),
  ),
  userPermissions: many(access('PermissionSetUserPermission', 'name')),
});
