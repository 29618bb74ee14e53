import type {
  PermissionSet as Metadata,
  PermissionSetExternalCredentialPrincipalAccess,
} from '@salesforce/types/metadata';
import { compareBytes, type MetadataComponent } from '../../metadata/component.ts';
import type { MetadataType, Part } from '../../metadata/metadata-type.ts';
import type { Shape } from '../../metadata/shape.ts';
import { principalReference } from '../external-credential/principal-name.ts';
import type { PermissionSet } from './schema.ts';
import { objectPermissionsShape, userExternalCredentials } from './user-external-credentials.ts';

/** The part of a permission set that keyway writes. `foreign` has the rest of one that was read. */
type PermissionSetMetadata = Pick<
  Metadata,
  | 'description'
  | 'externalCredentialPrincipalAccesses'
  | 'hasActivationRequired'
  | 'label'
  | 'license'
  | 'objectPermissions'
>;

export type PermissionSetComponent = MetadataComponent<'PermissionSet', PermissionSetMetadata>;

const accessShape: Shape<PermissionSetExternalCredentialPrincipalAccess> = {
  enabled: 'boolean',
  externalCredentialPrincipal: 'text',
};

/** Access to principals, in byte order, as orgs return it. */
const principals: Part = {
  element: 'externalCredentialPrincipalAccesses',
  render({ principals: named = [] }: Pick<PermissionSet, 'principals'>, path) {
    return [...new Set(named)].sort(compareBytes).map((externalCredentialPrincipal) => ({
      item: { enabled: true, externalCredentialPrincipal },
      origin: [...path, 'principals', named.indexOf(externalCredentialPrincipal)],
    }));
  },
  read(items, config) {
    const granted = items
      .filter(({ enabled }) => enabled)
      .map(({ externalCredentialPrincipal }) => String(externalCredentialPrincipal));
    const known = granted.filter((name) => principalReference.safeParse(name).success).sort(compareBytes);
    return {
      config: known.length === 0 ? config : { ...config, principals: known },
      notes: granted
        .filter((name) => !known.includes(name))
        .map((name) => `gives access to ${JSON.stringify(name)}, which isn't the name of a principal`),
    };
  },
  addMeaning(items, entries) {
    for (const { enabled, externalCredentialPrincipal } of items)
      if (enabled) entries.put(`principals.${externalCredentialPrincipal}`, 'enabled');
  },
};

/**
 * A permission set with nothing but access to principals, or the principals of one that the org also uses for other
 * things. Its metadata doesn't contain its assignments.
 */
export const permissionSetType: MetadataType<'PermissionSet', 'permissionSets', PermissionSetMetadata> = {
  type: 'PermissionSet',
  noun: 'permission set',
  section: 'permissionSets',
  folder: 'permissionsets',
  suffix: 'permissionset',
  shape: {
    description: 'text',
    externalCredentialPrincipalAccesses: {
      list: accessShape,
      required: ['enabled', 'externalCredentialPrincipal'],
    },
    hasActivationRequired: 'boolean',
    label: 'text',
    license: 'text',
    objectPermissions: { list: objectPermissionsShape, required: ['object'] },
  },
  required: ['label'],
  fields: [
    { element: 'label' },
    { element: 'description' },
    { element: 'license' },
    { element: 'hasActivationRequired', defaultValue: false },
  ],
  parts: [principals, userExternalCredentials],
  part: { managed: 'principals' },
};
