import type { Org } from './connect.ts';
import { query, queryIn } from './query.ts';
import { soql } from './soql.ts';

/** The name for the Automated Process user, whose username differs in each org. */
export const autoproc = 'autoproc';

/** An assignment of a permission set to a user. */
export interface AssignmentRow {
  readonly id: string;
  /** The permission set's name in the org's spelling. */
  readonly permissionSet: string;
  /** `autoproc`, or the username. */
  readonly assignee: string;
  /** False if it has expired or was never activated. */
  readonly isActive: boolean;
  /** Its expiration, past or future, ISO 8601; undefined for never. */
  readonly expirationDate?: string | undefined;
}

/** A user by the name that a config uses: `autoproc`, or the username. */
export interface UserRow {
  readonly id: string;
  readonly name: string;
  readonly isActive: boolean;
}

interface AssignmentRecord {
  readonly Id: string;
  readonly IsActive: boolean;
  readonly ExpirationDate: string | null;
  readonly PermissionSet: { readonly Name: string };
  readonly Assignee: { readonly Username: string; readonly Alias: string; readonly UserType: string };
}

/**
 * Reads the assignments of the org's own permission sets (those of managed packages have another namespace).
 * `IsActive` reflects the expiration (Object Reference, PermissionSetAssignment).
 */
export async function readAssignments(
  org: Org,
  permissionSets: readonly string[],
): Promise<readonly AssignmentRow[]> {
  const rows = await queryIn<AssignmentRecord>(
    org,
    permissionSets,
    (names) =>
      soql`SELECT Id, IsActive, ExpirationDate, PermissionSet.Name, Assignee.Username, Assignee.Alias, Assignee.UserType FROM PermissionSetAssignment WHERE PermissionSet.Name IN ${names} AND PermissionSet.NamespacePrefix = ${org.namespacePrefix}`,
    'reading permission-set assignments',
  );
  return rows.map(({ Id, IsActive, ExpirationDate, PermissionSet, Assignee }) => ({
    id: Id,
    permissionSet: PermissionSet.Name,
    assignee: isAutoproc(Assignee) ? autoproc : Assignee.Username,
    isActive: IsActive,
    expirationDate: ExpirationDate ?? undefined,
  }));
}

/** Reads the ids of the org's own permission sets, by lower-case name. */
export async function readPermissionSetIds(
  org: Org,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await queryIn<{ Id: string; Name: string }>(
    org,
    names,
    (batch) =>
      soql`SELECT Id, Name FROM PermissionSet WHERE Name IN ${batch} AND NamespacePrefix = ${org.namespacePrefix}`,
    'reading permission sets',
  );
  return new Map(rows.map(({ Id, Name }) => [Name.toLowerCase(), Id]));
}

interface UserRecord {
  readonly Id: string;
  readonly Username: string;
  readonly Alias: string;
  readonly UserType: string;
  readonly IsActive: boolean;
}

/** Finds users by name; `autoproc` is the Automated Process user. */
export async function readUsers(org: Org, names: readonly string[]): Promise<readonly UserRow[]> {
  const usernames = names.filter((name) => name !== autoproc);
  const [found, automated] = await Promise.all([
    queryIn<UserRecord>(
      org,
      usernames,
      (batch) => soql`SELECT Id, Username, Alias, UserType, IsActive FROM User WHERE Username IN ${batch}`,
      'reading users',
    ),
    names.includes(autoproc)
      ? query<UserRecord>(
          org,
          soql`SELECT Id, Username, Alias, UserType, IsActive FROM User WHERE Alias = ${autoproc} AND UserType = ${'AutomatedProcess'}`,
          'looking for the Automated Process user',
        )
      : [],
  ]);
  return [
    ...found.map(({ Id, Username, IsActive }) => ({ id: Id, name: Username, isActive: IsActive })),
    // Nobody signs in as this user, so whether it is active doesn't limit what it may do.
    ...automated.map(({ Id }) => ({ id: Id, name: autoproc, isActive: true })),
  ];
}

function isAutoproc({ Alias, UserType }: AssignmentRecord['Assignee']): boolean {
  return Alias === autoproc && UserType === 'AutomatedProcess';
}
