import type { Org } from './connect.ts';
import { query } from './query.ts';
import { soqlName } from './soql.ts';
import { errorCodeOf } from './wire-errors.ts';

/** What a stage is going to do, as far as permissions are concerned. */
export type PermissionNeed = 'metadata' | 'credentials' | 'permissionSets' | 'assignments';

interface Requirement {
  /** One of these is enough; fields of UserPermissionAccess. */
  readonly anyOf: readonly string[];
  /** As Setup calls them. */
  readonly label: string;
}

/**
 * Which permission each needs: the first two from the Metadata API Developer Guide; that assigning needs Assign
 * Permission Sets and anonymous Apex needs Author Apex [?] no document read says in so many words.
 */
const requirements: Readonly<Record<PermissionNeed, readonly Requirement[]>> = {
  metadata: [
    {
      anyOf: ['PermissionsModifyMetadata', 'PermissionsModifyAllData'],
      label: 'Modify Metadata Through Metadata API Functions (or Modify All Data)',
    },
  ],
  credentials: [
    {
      anyOf: ['PermissionsManageNamedCredentials', 'PermissionsCustomizeApplication'],
      label: 'Manage Named Credentials (or Customize Application)',
    },
  ],
  permissionSets: [
    { anyOf: ['PermissionsManageProfilesPermissionsets'], label: 'Manage Profiles and Permission Sets' },
  ],
  assignments: [
    { anyOf: ['PermissionsAssignPermissionSets'], label: 'Assign Permission Sets' },
    { anyOf: ['PermissionsAuthorApex'], label: 'Author Apex' },
  ],
};

/**
 * The permissions that the user who is logged in lacks for what is to be done, as Setup calls them. A permission
 * that the org does not know by that name is taken as held: the org itself refuses what it does not allow.
 */
export async function missingPermissions(
  org: Org,
  needs: readonly PermissionNeed[],
): Promise<readonly string[]> {
  const required = [...new Set(needs)].flatMap((need) => requirements[need]);
  if (required.length === 0) return [];
  const held = await readPermissions(org, [...new Set(required.flatMap(({ anyOf }) => anyOf))]);
  return required
    .filter(({ anyOf }) => anyOf.every((field) => held.get(field) === false))
    .map(({ label }) => label);
}

/** Reads fields of UserPermissionAccess, the permissions of whoever asks; those the org does not know are left out. */
async function readPermissions(org: Org, fields: readonly string[]): Promise<ReadonlyMap<string, boolean>> {
  let asked = fields;
  while (asked.length > 0) {
    try {
      const names = asked.map((field) => soqlName(field).soql).join(', ');
      const [row = {}] = await query<Readonly<Record<string, boolean>>>(
        org,
        `SELECT ${names} FROM UserPermissionAccess LIMIT 1`,
        'reading what the user may do',
      );
      return new Map(Object.entries(row));
    } catch (error) {
      if (errorCodeOf(error) === 'INVALID_TYPE') return new Map();
      if (errorCodeOf(error) !== 'INVALID_FIELD') throw error;
      // The answer names the one column that is not known; the others are asked for again.
      const message = (error as Error).message;
      const known = asked.filter((field) => !message.includes(`'${field}'`));
      if (known.length === asked.length) return new Map();
      asked = known;
    }
  }
  return new Map();
}
