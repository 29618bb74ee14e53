import { checkPermissions, type Org, type PermissionNeed, readTenantSecrets } from '../salesforce/index.ts';
import type { Need } from './fact.ts';

/** The org has tenant secrets and shows them to this user. */
export const tenantSecrets: Need = {
  lack: "The org has no Shield Platform Encryption, or doesn't show its keys to this user.",
  isMet: async (org) => (await readTenantSecrets(org)) !== undefined,
};

/** The user has the permissions that keyway asks for before it does these. */
export const permissionsFor = (...needs: readonly PermissionNeed[]): Need => ({
  lack: `The user lacks permissions for ${needs.join(', ')}.`,
  isMet: async (org: Org) => (await checkPermissions(org, needs)).missing.length === 0,
});
