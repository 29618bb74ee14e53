import { readPermissionSetIds } from './assignments.ts';
import type { Org } from './connect.ts';
import { errorCodeOf } from './errors.ts';
import { principalsById } from './principal-access.ts';
import { queryIn } from './query.ts';
import { rest } from './rest.ts';
import { soql } from './soql.ts';

/** Access of a permission set to a principal: `SalesTeam`, `AcmeKms-KeyService`. */
export interface Grant {
  readonly permissionSet: string;
  readonly principal: string;
}

/** Ids of both sides of a grant; undefined where the org doesn't show that side. */
export interface GrantIds {
  readonly permissionSetId: string | undefined;
  readonly principalId: string | undefined;
}

/** What an org shows of some grants, each a record of SetupEntityAccess (Object Reference, SetupEntityAccess). */
export interface ShownGrants {
  idsOf(grant: Grant): GrantIds;
  /** The id of the grant's record; undefined where the org shows none. */
  recordOf(grant: Grant): string | undefined;
}

const resource = '/sobjects/SetupEntityAccess';

/** The records of the permission sets of these grants, and the ids of both sides. Names count without regard to case. */
export async function readGrants(org: Org, grants: readonly Grant[]): Promise<ShownGrants> {
  const permissionSets = [...new Set(grants.map(({ permissionSet }) => permissionSet))];
  const externalCredentials = [...new Set(grants.map(({ principal }) => principal.split('-', 1)[0] ?? ''))];
  const [principals, sets, rows] = await Promise.all([
    principalsById(org, externalCredentials),
    readPermissionSetIds(org, permissionSets),
    queryIn<{ Id: string; ParentId: string; SetupEntityId: string }>(
      org,
      permissionSets,
      (batch) =>
        soql`SELECT Id, ParentId, SetupEntityId FROM SetupEntityAccess WHERE SetupEntityType = ${'ExternalCredentialParameter'} AND Parent.Name IN ${batch} AND Parent.NamespacePrefix = ${org.namespacePrefix}`,
      'reading the principals of permission sets',
    ),
  ]);
  const principalIds = new Map([...principals].map(([id, name]) => [name.toLowerCase(), id]));
  const idsOf = ({ permissionSet, principal }: Grant): GrantIds => ({
    permissionSetId: sets.get(permissionSet.toLowerCase()),
    principalId: principalIds.get(principal.toLowerCase()),
  });
  return {
    idsOf,
    recordOf(grant) {
      const { permissionSetId, principalId } = idsOf(grant);
      return rows.find((row) => row.ParentId === permissionSetId && row.SetupEntityId === principalId)?.Id;
    },
  };
}

/** Grants by a new record; one that somebody else has just made is as good. */
export async function createGrant(
  org: Org,
  { permissionSet, principal }: Grant,
  ids: Readonly<Record<keyof GrantIds, string>>,
): Promise<void> {
  try {
    await rest(org.connection, {
      method: 'POST',
      path: resource,
      json: { ParentId: ids.permissionSetId, SetupEntityId: ids.principalId },
      what: `granting ${principal} to ${permissionSet}`,
    });
  } catch (error) {
    if (errorCodeOf(error) !== 'DUPLICATE_VALUE') throw error;
  }
}

/** Takes a grant away by its record's id; one that is gone already is as good. */
export async function deleteGrant(org: Org, { permissionSet, principal }: Grant, id: string): Promise<void> {
  try {
    await rest(org.connection, {
      method: 'DELETE',
      path: `${resource}/${id}`,
      what: `taking ${principal} from ${permissionSet}`,
    });
  } catch (error) {
    if (!['ENTITY_IS_DELETED', 'NOT_FOUND'].includes(errorCodeOf(error) ?? '')) throw error;
  }
}
