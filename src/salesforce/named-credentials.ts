import type { Org } from './connect.ts';
import { listMetadata } from './metadata.ts';
import { query, queryIn } from './query.ts';
import { soql } from './soql.ts';

/* Rows of named credentials (Object Reference, NamedCredential). Tenant secrets refer to them by id. */

interface Row {
  readonly Id: string;
  readonly DeveloperName: string;
}

/** Reads the id of a named credential; undefined if the org has none with that name. */
export async function readNamedCredentialId(org: Org, name: string): Promise<string | undefined> {
  const [id] = (await readNamedCredentialIds(org, [name])).keys();
  return id;
}

/** Reads ids of existing named credentials by name. */
export async function readNamedCredentialIds(
  org: Org,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  return nameById(
    await queryIn<Row>(
      org,
      names,
      (some) => soql`SELECT Id, DeveloperName FROM NamedCredential WHERE DeveloperName IN ${some}`,
    ),
  );
}

/** Reads names of existing named credentials by id. */
export async function readNamedCredentialNames(
  org: Org,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  return nameById(
    await queryIn<Row>(
      org,
      ids,
      (some) => soql`SELECT Id, DeveloperName FROM NamedCredential WHERE Id IN ${some}`,
    ),
  );
}

/** Reads all names; none if the user may not list them. */
export function listNamedCredentials(org: Org): Promise<readonly string[]> {
  return listMetadata(org, ['NamedCredential']).then(
    (listed) => listed.map(({ fullName }) => fullName),
    () => [],
  );
}

/** Reads when each was last changed, in the org's format. */
export function readNamedCredentialDates(
  org: Org,
  names: readonly string[],
  what: string,
): Promise<readonly { readonly DeveloperName: string; readonly LastModifiedDate: string }[]> {
  return query(
    org,
    soql`SELECT DeveloperName, LastModifiedDate FROM NamedCredential WHERE DeveloperName IN ${names}`,
    what,
  );
}

function nameById(rows: readonly Row[]): ReadonlyMap<string, string> {
  return new Map(rows.map(({ Id, DeveloperName }) => [Id, DeveloperName]));
}
