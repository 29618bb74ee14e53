import type { Org } from './connect.ts';
import { errorCodeOf } from './errors.ts';
import { principalsById } from './principal-access.ts';
import { query, queryIn } from './query.ts';
import { rest } from './rest.ts';
import { soql } from './soql.ts';

/** Access of a permission set to a principal: `SalesTeam`, `AcmeKms-KeyService`. */
export interface Grant {
  readonly permissionSet: string;
  readonly principal: string;
}

/** A grant as the org has it: a record of SetupEntityAccess (Object Reference, SetupEntityAccess). */
export interface GrantRecord extends Grant {
  readonly id: string;
}

/** Ids of the org by the names that a config has for them. */
export interface GrantIds {
  readonly permissionSets: ReadonlyMap<string, string>;
  readonly principals: ReadonlyMap<string, string>;
}

const resource = '/sobjects/SetupEntityAccess';

/** The records of these permission sets for principals of these external credentials, and the ids for new ones. */
export async function readGrantRecords(
  org: Org,
  {
    permissionSets,
    externalCredentials,
  }: Readonly<Record<'permissionSets' | 'externalCredentials', readonly string[]>>,
): Promise<{ readonly ids: GrantIds; readonly records: readonly GrantRecord[] }> {
  const [names, sets, rows] = await Promise.all([
    principalsById(org, externalCredentials),
    queryIn<{ Id: string; Name: string }>(
      org,
      permissionSets,
      (batch) =>
        soql`SELECT Id, Name FROM PermissionSet WHERE Name IN ${batch} AND NamespacePrefix = ${org.namespacePrefix}`,
      'reading the permission sets',
    ),
    query<{ Id: string; ParentId: string; SetupEntityId: string }>(
      org,
      soql`SELECT Id, ParentId, SetupEntityId FROM SetupEntityAccess WHERE SetupEntityType = ${'ExternalCredentialParameter'}`,
      'reading what gives access to principals',
    ),
  ]);
  const setNames = new Map(sets.map(({ Id, Name }) => [Id, Name]));
  return {
    ids: {
      permissionSets: new Map(sets.map(({ Id, Name }) => [Name, Id])),
      principals: new Map([...names].map(([id, name]) => [name, id])),
    },
    records: rows.flatMap(({ Id, ParentId, SetupEntityId }) => {
      const permissionSet = setNames.get(ParentId);
      const principal = names.get(SetupEntityId);
      return permissionSet === undefined || principal === undefined
        ? []
        : [{ id: Id, permissionSet, principal }];
    }),
  };
}

/** Grants by a new record; one that somebody else has just made is as good. */
export async function createGrant(
  org: Org,
  { permissionSet, principal }: Grant,
  ids: Readonly<Record<'permissionSetId' | 'principalId', string>>,
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

/** Takes a grant away; one that is gone already is as good. */
export async function deleteGrant(org: Org, { id, permissionSet, principal }: GrantRecord): Promise<void> {
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
