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

/** The user has the permissions that keyway requires for these purposes. */
export const permissionsFor = (...needs: readonly PermissionNeed[]): Need => ({
  lack: `The user lacks permissions for ${needs.join(', ')}.`,
  isMet: async (org: Org) => (await checkPermissions(org, needs)).missing.length === 0,
});

/** The org has tenant secrets and shows them to this user. */
export const tenantSecrets: Need = {
  lack: "The org has no Shield Platform Encryption, or doesn't show its keys to this user.",
  isMet: async (org) => (await readTenantSecrets(org)) !== undefined,
};

/** The org has this component type, which may require a license. */
export const knowsType = (type: FileType): Need => ({
  lack: `The org doesn't have the metadata type ${type}.`,
  isMet: async (org) => (await refusalOf(listMetadata(org, [type]))) === 'accepted',
});

/** The org has its own namespace. */
export const ownNamespace: Need = {
  lack: 'The org has no namespace.',
  isMet: async ({ namespacePrefix }) => namespacePrefix !== null,
};

/** Adds the same needs to several facts. */
export const addNeeds = (needs: readonly Need[], facts: readonly Fact[]): readonly Fact[] =>
  facts.map((fact) => ({ ...fact, needs: [...needs, ...(fact.needs ?? [])] }));
