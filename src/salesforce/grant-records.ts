import { readPermissionSetIds } from './assignments.ts';
import type { Org } from './connect.ts';
import { errorCodeOf } from './errors.ts';
import { principalsById } from './principal-access.ts';
import { queryIn } from './query.ts';
import { rest } from './rest.ts';
import { soql } from './soql.ts';

/** A permission set's access to a principal: `SalesTeam`, `AcmeKms-KeyService`. */
export interface Grant {
  readonly permissionSet: string;
  readonly principal: string;
}

/** The ids of a grant's permission set and principal; undefined if the org doesn't show one. */
export interface GrantIds {
  readonly permissionSetId: string | undefined;
  readonly principalId: string | undefined;
}

/**
 * What an org shows of some grants. Each grant is a record of SetupEntityAccess (Object Reference,
 * SetupEntityAccess).
 */
export interface ShownGrants {
  idsOf(grant: Grant): GrantIds;
  /** The id of the grant's record; undefined if the org shows none. */
  recordOf(grant: Grant): string | undefined;
}

const resource = '/sobjects/SetupEntityAccess';

/**
 * Reads the records of these grants, and the ids of their permission sets and principals. Names are
 * case-insensitive.
 */
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

/** Creates the record of a grant. Succeeds if another client has just created it. */
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

/** Deletes a grant by its record's id. Succeeds if it is already gone. */
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
