import { autoproc } from './assignments.ts';
import type { Org } from './connect.ts';
import { readExternalCredentials } from './external-credentials.ts';
import { query, queryIn } from './query.ts';
import { soql } from './soql.ts';

/** One grant of a principal by a permission set, a group or a profile, and the users who have it. */
export interface PrincipalGrant {
  /** As in `AcmeKms-KeyService`. */
  readonly principal: string;
  /** As in `permission set X`, `permission set group X` or `profile X`. */
  readonly by: string;
  /** The permission set's own name, if it is one. */
  readonly permissionSet: string | undefined;
  /** Users with an active assignment: `autoproc`, or usernames. */
  readonly holders: readonly string[];
}

interface AccessRecord {
  readonly SetupEntityId: string;
  readonly ParentId: string;
  readonly Parent: {
    readonly Name: string;
    readonly Type: string;
    readonly IsOwnedByProfile: boolean;
    readonly NamespacePrefix: string | null;
    readonly Profile: { readonly Name: string } | null;
  };
}

interface HolderRecord {
  readonly Id: string;
  readonly PermissionSetId: string;
  readonly Assignee: { readonly Username: string; readonly Alias: string; readonly UserType: string };
}

/**
 * Reads all grants of the principals of these external credentials. Metadata doesn't show what profiles grant, so
 * this queries by the principals' ids (Object Reference, SetupEntityAccess; ids from Connect REST).
 */
export async function readPrincipalGrants(
  org: Org,
  names: readonly string[],
): Promise<readonly PrincipalGrant[]> {
  const principals = await principalsById(org, names);
  const ids = [...principals.keys()];
  // A semi-join reads the users in parallel with the grants.
  const accessed = queryIn<AccessRecord>(
    org,
    ids,
    (ids) =>
      soql`SELECT SetupEntityId, ParentId, Parent.Name, Parent.Type, Parent.IsOwnedByProfile, Parent.NamespacePrefix, Parent.Profile.Name FROM SetupEntityAccess WHERE SetupEntityType = ${'ExternalCredentialParameter'} AND SetupEntityId IN ${ids}`,
    'reading who may use the principals',
  );
  const held = queryIn<HolderRecord>(
    org,
    ids,
    (ids) =>
      soql`SELECT Id, PermissionSetId, Assignee.Username, Assignee.Alias, Assignee.UserType FROM PermissionSetAssignment WHERE PermissionSetId IN (SELECT ParentId FROM SetupEntityAccess WHERE SetupEntityType = ${'ExternalCredentialParameter'} AND SetupEntityId IN ${ids}) AND IsActive = ${true}`,
    'reading who holds what grants the principals',
  );
  const [accesses, rows] = await Promise.all([accessed, held]);
  // Someone with several grants appears in the answer for each of them.
  const holders = [...new Map(rows.map((row) => [row.Id, row])).values()];
  return accesses.map(({ SetupEntityId, ParentId, Parent }) => ({
    principal: principals.get(SetupEntityId) ?? SetupEntityId,
    by: nameOf(Parent),
    permissionSet:
      Parent.IsOwnedByProfile || Parent.NamespacePrefix !== org.namespacePrefix ? undefined : Parent.Name,
    holders: holders
      .filter(({ PermissionSetId }) => PermissionSetId === ParentId)
      .map(({ Assignee }) => userName(Assignee)),
  }));
}

/** A grant of a principal that no permission set of a config can express. */
export type OtherGrant = Pick<PrincipalGrant, 'principal' | 'by'>;

/** Reads profiles and permission set groups that grant principals of these external credentials. */
export async function readOtherGrants(org: Org, names: readonly string[]): Promise<readonly OtherGrant[]> {
  const accesses = await query<AccessRecord>(
    org,
    soql`SELECT SetupEntityId, ParentId, Parent.Name, Parent.Type, Parent.IsOwnedByProfile, Parent.NamespacePrefix, Parent.Profile.Name FROM SetupEntityAccess WHERE SetupEntityType = ${'ExternalCredentialParameter'}`,
    'reading who may use the principals',
  );
  const others = accesses.filter(({ Parent }) => Parent.IsOwnedByProfile || Parent.Type === 'Group');
  if (others.length === 0) return [];
  const principals = await principalsById(org, names);
  return others.flatMap(({ SetupEntityId, Parent }) => {
    const principal = principals.get(SetupEntityId);
    return principal === undefined ? [] : [{ principal, by: nameOf(Parent) }];
  });
}

/** Names of principals, as in permission sets, by their ids. */
export async function principalsById(
  org: Org,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const principals = new Map<string, string>();
  for (const [name, answer] of await readExternalCredentials(org, names)) {
    for (const { id, principalName } of answer.principals ?? []) {
      if (id !== undefined) principals.set(id, `${name}-${principalName}`);
    }
  }
  return principals;
}

function nameOf({ Name, Type, IsOwnedByProfile, Profile }: AccessRecord['Parent']): string {
  if (IsOwnedByProfile) return `profile ${Profile?.Name ?? Name}`;
  // A group is assigned through a permission set of this type [?].
  return Type === 'Group' ? `permission set group ${Name}` : `permission set ${Name}`;
}

function userName({ Username, Alias, UserType }: HolderRecord['Assignee']): string {
  return Alias === autoproc && UserType === 'AutomatedProcess' ? autoproc : Username;
}
