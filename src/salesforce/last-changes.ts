import { KeywayError } from '../errors/index.ts';
import type { Org } from './connect.ts';
import { readNamedCredentialDates } from './named-credentials.ts';
import { toolingQuery } from './query.ts';
import { soql } from './soql.ts';

/** A named credential, and the external credential that authenticates it, if any. */
export interface CalloutChain {
  readonly namedCredential: string;
  readonly externalCredential: string | undefined;
}

interface ChangedRow {
  readonly DeveloperName: string;
  readonly LastModifiedDate: string;
}

/**
 * Reads when each named credential or its external credential was last changed, whichever is later; by named
 * credential, ISO 8601. For information only: the result leaves out dates that the org doesn't show. (Named
 * credentials are an object of the Data API, external ones of the Tooling API.)
 */
export async function readLastChanges(
  org: Org,
  chains: readonly CalloutChain[],
): Promise<ReadonlyMap<string, string>> {
  const named = chains.map(({ namedCredential }) => namedCredential);
  const external = chains.flatMap(({ externalCredential }) => externalCredential ?? []);
  const what = 'reading when the chain was changed';
  const [namedAt, externalAt] = await Promise.all([
    datesOf(named, () => readNamedCredentialDates(org, named, what)),
    datesOf(external, () =>
      toolingQuery(
        org,
        soql`SELECT DeveloperName, LastModifiedDate FROM ExternalCredential WHERE DeveloperName IN ${external}`,
        what,
      ),
    ),
  ]);
  return new Map(
    chains.flatMap(({ namedCredential, externalCredential = '' }) => {
      const dates = [namedAt.get(namedCredential), externalAt.get(externalCredential)];
      const last = dates
        .filter((date) => date !== undefined)
        .sort()
        .at(-1);
      return last === undefined ? [] : [[namedCredential, last] as const];
    }),
  );
}

async function datesOf(
  names: readonly string[],
  read: () => Promise<readonly ChangedRow[]>,
): Promise<ReadonlyMap<string, string>> {
  if (names.length === 0) return new Map();
  try {
    const rows = await read();
    return new Map(
      rows.map((row) => [row.DeveloperName, new Date(row.LastModifiedDate).toISOString()] as const),
    );
  } catch (error) {
    if (error instanceof KeywayError) return new Map();
    throw error;
  }
}
