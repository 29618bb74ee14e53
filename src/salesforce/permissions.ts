import type { Org } from './connect.ts';
import { errorCodeOf } from './errors.ts';
import { query } from './query.ts';
import { soqlName } from './soql.ts';

/** The purposes for which keyway needs permissions. */
export type PermissionNeed =
  | 'metadata'
  | 'credentials'
  | 'permissionSets'
  | 'assignments'
  | 'assignmentsByRest'
  | 'apexClasses'
  | 'authProviders'
  | 'certificates'
  | 'encryptionKeySettings'
  | 'tenantSecrets';

interface Requirement {
  /** One of these is enough; fields of UserPermissionAccess. */
  readonly anyOf: readonly string[];
  /** Its name in Setup. */
  readonly label: string;
}

/**
 * The permissions for each purpose. Documented: those for metadata, credentials, permission sets, settings of
 * encryption keys and tenant secrets. Uncertain [?]: that certificates need Manage Certificates, that assigning
 * needs only Assign Permission Sets, and that Author Apex with API Enabled suffices for the anonymous Apex that
 * assigns.
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
    { anyOf: ['PermissionsApiEnabled'], label: 'API Enabled' },
  ],
  assignmentsByRest: [
    { anyOf: ['PermissionsAssignPermissionSets'], label: 'Assign Permission Sets' },
    { anyOf: ['PermissionsApiEnabled'], label: 'API Enabled' },
  ],
  apexClasses: [
    { anyOf: ['PermissionsAuthorApex'], label: 'Author Apex' },
    { anyOf: ['PermissionsApiEnabled'], label: 'API Enabled' },
  ],
  // Documented, as is Manage Auth. Providers.
  authProviders: [
    { anyOf: ['PermissionsCustomizeApplication'], label: 'Customize Application' },
    { anyOf: ['PermissionsManageAuthProviders'], label: 'Manage Auth. Providers' },
  ],
  certificates: [{ anyOf: ['PermissionsManageCertificates'], label: 'Manage Certificates' }],
  encryptionKeySettings: [
    { anyOf: ['PermissionsCustomizeApplication'], label: 'Customize Application' },
    { anyOf: ['PermissionsManageEncryptionKeys'], label: 'Manage Encryption Keys' },
  ],
  tenantSecrets: [{ anyOf: ['PermissionsManageEncryptionKeys'], label: 'Manage Encryption Keys' }],
};

export interface PermissionCheck {
  /** Missing permissions by their names in Setup. */
  readonly missing: readonly string[];
  /**
   * Permissions that the org doesn't know by that name. They are neither held nor missing; the org itself will
   * decide.
   */
  readonly unknown: readonly string[];
}

/**
 * Finds the permissions that the signed-in user lacks for some purposes, in one query; no query if there are no
 * purposes.
 */
export async function checkPermissions(
  org: Pick<Org, 'connection'>,
  needs: readonly PermissionNeed[],
): Promise<PermissionCheck> {
  const required = [...new Set(needs)].flatMap((need) => requirements[need]);
  const held = await readPermissions(org, [...new Set(required.flatMap(({ anyOf }) => anyOf))]);
  const isMissing = ({ anyOf }: Requirement) => anyOf.every((field) => held.get(field) === false);
  const isHeld = ({ anyOf }: Requirement) => anyOf.some((field) => held.get(field) === true);
  return {
    missing: required.filter(isMissing).map(({ label }) => label),
    unknown: required.filter((one) => !isMissing(one) && !isHeld(one)).map(({ label }) => label),
  };
}

/**
 * The missing permissions that {@link checkPermissions} finds. A permission that the org doesn't know counts as
 * held.
 */
export async function missingPermissions(
  org: Pick<Org, 'connection'>,
  needs: readonly PermissionNeed[],
): Promise<readonly string[]> {
  return (await checkPermissions(org, needs)).missing;
}

/** Reads fields of UserPermissionAccess, the current user's permissions. Leaves out those that the org doesn't know. */
async function readPermissions(
  org: Pick<Org, 'connection'>,
  fields: readonly string[],
): Promise<ReadonlyMap<string, boolean>> {
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
      // The answer names one unknown column. Query the others again.
      const message = (error as Error).message;
      const known = asked.filter((field) => !message.includes(`'${field}'`));
      if (known.length === asked.length) return new Map();
      asked = known;
    }
  }
  return new Map();
}
