import type { Org } from './connect.ts';
import { errorCodeOf } from './errors.ts';
import { query } from './query.ts';
import { soqlName } from './soql.ts';

/** What a stage is going to do, as far as permissions are concerned. */
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
  /** As Setup calls them. */
  readonly label: string;
}

/**
 * Which permissions each needs. Documented: those for metadata, credentials,
 * permission sets, settings of encryption keys and tenant secrets. Uncertain [?]: that certificates need Manage
 * Certificates, that assigning needs Assign Permission Sets and no more, and that
 * Author Apex with API Enabled is enough for the anonymous Apex that does it.
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
  // Documented, Manage Auth. Providers too.
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
  /** What the user lacks, as Setup calls it. */
  readonly missing: readonly string[];
  /** What the org does not know by that name: neither held nor lacking, the org itself will say. */
  readonly unknown: readonly string[];
}

/** The permissions that the user who is logged in lacks for what is to be done, in one query, none for no needs. */
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

/** What {@link checkPermissions} finds missing; what the org does not know is taken as held. */
export async function missingPermissions(
  org: Pick<Org, 'connection'>,
  needs: readonly PermissionNeed[],
): Promise<readonly string[]> {
  return (await checkPermissions(org, needs)).missing;
}

/** Reads fields of UserPermissionAccess, the permissions of whoever asks; those the org does not know are left out. */
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
      // The answer names the one column that is not known; the others are asked for again.
      const message = (error as Error).message;
      const known = asked.filter((field) => !message.includes(`'${field}'`));
      if (known.length === asked.length) return new Map();
      asked = known;
    }
  }
  return new Map();
}
