import type { ComponentBody } from '../../store/collections.ts';
import { missingReference, PRINCIPAL_REFERENCE_TYPE } from '../../uncertain.ts';
import { findPrincipal } from '../principals.ts';
import { type CheckInput, exists, parameters, refuse } from './check.ts';

/** The field that names the target of each part of a permission set, and the target's metadata type. */
const ABOUT: Readonly<Record<string, readonly [field: string, type: string]>> = {
  agentAccesses: ['agentName', 'Bot'],
  applicationVisibilities: ['application', 'CustomApplication'],
  classAccesses: ['apexClass', 'ApexClass'],
  customMetadataTypeAccesses: ['name', 'CustomObject'],
  customPermissions: ['name', 'CustomPermission'],
  customSettingAccesses: ['name', 'CustomObject'],
  emailRoutingAddressAccesses: ['name', 'EmailRoutingAddress'],
  externalDataSourceAccesses: ['externalDataSource', 'ExternalDataSource'],
  fieldPermissions: ['field', 'CustomField'],
  flowAccesses: ['flow', 'Flow'],
  genComputingSummaryDefAccesses: ['configName', 'GenComputingSummaryDef'],
  objectPermissions: ['object', 'CustomObject'],
  pageAccesses: ['apexPage', 'ApexPage'],
  recordTypeVisibilities: ['recordType', 'RecordType'],
  servicePresenceStatusAccesses: ['servicePresenceStatus', 'ServicePresenceStatus'],
  tabSettings: ['tab', 'CustomTab'],
};

/** Object permissions that each object permission requires (Salesforce Help, "Object Permissions"). */
const DEPENDS: Readonly<Record<string, readonly string[]>> = {
  allowCreate: ['allowRead'],
  allowEdit: ['allowRead'],
  allowDelete: ['allowRead', 'allowEdit'],
  viewAllRecords: ['allowRead'],
  modifyAllRecords: ['allowRead', 'allowEdit', 'allowDelete', 'viewAllRecords'],
};
const PERMISSION_LABEL: Readonly<Record<string, string>> = {
  allowCreate: 'Create',
  allowRead: 'Read',
  allowEdit: 'Edit',
  allowDelete: 'Delete',
  viewAllRecords: 'View All',
  modifyAllRecords: 'Modify All',
};

/**
 * Rules for a permission set beyond its shape: its references must exist, and permissions depend on each other. The
 * WSDL doesn't list user permissions, so any name is accepted.
 */
export const checkPermissionSet = ({ view, parsed }: CheckInput): void => {
  for (const { body, element } of parameters(parsed, 'externalCredentialPrincipalAccesses')) {
    const principal = String(body.externalCredentialPrincipal);
    if (!findPrincipal(view, principal))
      refuse(missingReference('externalCredentialPrincipal', PRINCIPAL_REFERENCE_TYPE, principal), element);
  }
  for (const [part, [field, type]] of Object.entries(ABOUT)) {
    const seen = new Set<string>();
    for (const { body, element } of parameters(parsed, part)) {
      const name = String(body[field]);
      if (seen.has(name)) refuse(`Duplicate ${field} ${name} in ${part}`, element);
      seen.add(name);
      if (!exists(view, type, name)) refuse(missingReference(field, type, name), element);
    }
  }
  for (const { body, element } of parameters(parsed, 'objectPermissions'))
    checkObjectPermissions(body, element);
};

const checkObjectPermissions = (body: ComponentBody, place: Parameters<typeof refuse>[1]): void => {
  for (const [permission, needs] of Object.entries(DEPENDS)) {
    if (body[permission] !== true) continue;
    const missing = needs.filter((need) => body[need] !== true);
    if (missing.length > 0)
      refuse(
        `Permission ${PERMISSION_LABEL[permission]} ${body.object} depends on permission(s): ${missing
          .map((need) => `${PERMISSION_LABEL[need]} ${body.object}`)
          .join(', ')}`,
        place,
      );
  }
};
