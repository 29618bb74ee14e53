import { checkPermissions, type Org, type PermissionNeed } from '../salesforce/index.ts';
import type { Need } from './fact.ts';

/** The user has the permissions that keyway asks for before it does these. */
export const permissionsFor = (...needs: readonly PermissionNeed[]): Need => ({
  lack: `The user lacks permissions for ${needs.join(', ')}.`,
  isMet: async (org: Org) => (await checkPermissions(org, needs)).missing.length === 0,
});
