import {
  checkPermissions,
  listMetadata,
  type Org,
  type PermissionNeed,
  readTenantSecrets,
} from '../salesforce/index.ts';
import { refusalOf } from './ask.ts';
import type { Fact, Need } from './fact.ts';
import type { FileType } from './files.ts';

/** The user has the permissions that keyway asks for before it does these. */
export const permissionsFor = (...needs: readonly PermissionNeed[]): Need => ({
  lack: `The user lacks permissions for ${needs.join(', ')}.`,
  isMet: async (org: Org) => (await checkPermissions(org, needs)).missing.length === 0,
});

/** The org has tenant secrets and shows them to this user. */
export const tenantSecrets: Need = {
  lack: "The org has no Shield Platform Encryption, or doesn't show its keys to this user.",
  isMet: async (org) => (await readTenantSecrets(org)) !== undefined,
};

/** The org has components of this type, which may take a license. */
export const knowsType = (type: FileType): Need => ({
  lack: `The org doesn't have the metadata type ${type}.`,
  isMet: async (org) => (await refusalOf(listMetadata(org, [type]))) === 'accepted',
});

/** The org has a namespace of its own. */
export const ownNamespace: Need = {
  lack: 'The org has no namespace of its own.',
  isMet: async ({ namespacePrefix }) => namespacePrefix !== null,
};

/** Facts that all need the same. */
export const needing = (needs: readonly Need[], facts: readonly Fact[]): readonly Fact[] =>
  facts.map((fact) => ({ ...fact, needs: [...needs, ...(fact.needs ?? [])] }));
