import type { PermissionSetObjectPermissions } from '@salesforce/types/metadata';
import {
  type ConfigPath,
  compareBytes,
  filled,
  type PermissionSetComponent,
  present,
} from '../../metadata/component.ts';
import { originsOf, type Rendering } from '../../metadata/rendering.ts';
import { userExternalCredentialLevels } from '../external-credential/uncertain.ts';
import type { PermissionSet } from './schema.ts';

/** The object that holds the credentials of users: without access to it no authenticated callout is made. */
export const userExternalCredential = 'UserExternalCredential';

export type UserExternalCredentialLevel = NonNullable<PermissionSet['userExternalCredentials']>;

/** View All Fields of an object is in the WSDL from API 63.0 on. */
const viewAllFieldsSince = 63;

/** A permission set with access to principals and nothing else; principals in byte order, as orgs return them. */
export function renderPermissionSet(
  fullName: string,
  config: PermissionSet,
  rendering: Rendering,
): PermissionSetComponent {
  const path: ConfigPath = ['permissionSets', fullName];
  const principals = [...new Set(config.principals)].sort(compareBytes);
  const permissions = objectPermissions(config.userExternalCredentials ?? 'read', rendering.apiVersion);
  const written = ['description', 'hasActivationRequired', 'label'] as const;
  const fields = written.filter((field) => config[field] !== undefined);
  const level = config.userExternalCredentials === undefined ? path : [...path, 'userExternalCredentials'];
  return {
    type: 'PermissionSet',
    fullName,
    metadata: present({
      description: filled(config.description),
      externalCredentialPrincipalAccesses: principals.map((externalCredentialPrincipal) => ({
        enabled: true,
        externalCredentialPrincipal,
      })),
      hasActivationRequired: config.hasActivationRequired ?? false,
      label: config.label,
      objectPermissions: permissions,
    }),
    origins: originsOf(path, Object.fromEntries(fields.map((field) => [field, [...path, field]])), {
      externalCredentialPrincipalAccesses: principals.map((principal) => [
        ...path,
        'principals',
        config.principals?.indexOf(principal) ?? 0,
      ]),
      objectPermissions: permissions.map(() => level),
    }),
  };
}

function objectPermissions(
  level: UserExternalCredentialLevel,
  apiVersion: number,
): PermissionSetObjectPermissions[] {
  if (level === 'none') return [];
  const allowed: readonly string[] = userExternalCredentialLevels[level];
  return [
    {
      allowCreate: allowed.includes('allowCreate'),
      allowDelete: allowed.includes('allowDelete'),
      allowEdit: allowed.includes('allowEdit'),
      allowRead: allowed.includes('allowRead'),
      modifyAllRecords: allowed.includes('modifyAllRecords'),
      object: userExternalCredential,
      ...(apiVersion >= viewAllFieldsSince ? { viewAllFields: false } : {}),
      viewAllRecords: allowed.includes('viewAllRecords'),
    },
  ];
}
