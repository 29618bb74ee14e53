import { KeywayError } from '../errors/index.ts';
import type { OrgConnection } from './org-connection.ts';
import { rest } from './rest.ts';
import { soap } from './soap.ts';

export type OrgKind = 'production' | 'sandbox' | 'scratch' | 'developer' | 'trial' | 'local';

export interface Identity {
  /** 18 characters. */
  readonly id: string;
  readonly name: string;
  readonly instanceName: string;
  readonly kind: OrgKind;
  readonly namespacePrefix: string | null;
  readonly userId: string;
  readonly username: string;
  readonly maxApiVersion: string;
}

interface OrganizationRow {
  readonly Id: string;
  readonly Name: string;
  readonly IsSandbox: boolean;
  readonly OrganizationType: string;
  readonly TrialExpirationDate: string | null;
  readonly NamespacePrefix: string | null;
  readonly InstanceName: string;
}

const ORGANIZATION =
  'SELECT Id, Name, IsSandbox, OrganizationType, TrialExpirationDate, NamespacePrefix, InstanceName FROM Organization';
/** An org that doesn't answer is said to be so within this time. */
const TIMEOUT = 30_000;

/**
 * Who is logged in to which org, in three requests side by side: the API versions (needs no session), the user and the
 * Organization row. Throws `ApiVersionUnsupported` when the org is older than the connection's version.
 */
export async function readIdentity(connection: OrgConnection): Promise<Identity> {
  const [versions, organization, user] = await Promise.allSettled([
    readMaxApiVersion(connection),
    readOrganization(connection),
    readUser(connection),
  ]);
  // In this order: an org too old for the version answers the query with a mere "not found".
  const maxApiVersion = settled(versions);
  if (Number(connection.apiVersion) > Number(maxApiVersion)) {
    throw new KeywayError(
      'ApiVersionUnsupported',
      `The org at ${connection.place('').host} supports API versions up to ${maxApiVersion}, not ${connection.apiVersion}.`,
      { actions: [`Set apiVersion: "${maxApiVersion}" in keyway.yaml, or pass -a ${maxApiVersion}.`] },
    );
  }
  const row = settled(organization);
  const { userId, username } =
    user.status === 'fulfilled' ? user.value : await readUserBySoap(connection, user.reason);
  return {
    id: row.Id,
    name: row.Name,
    instanceName: row.InstanceName,
    kind: kindOf(row),
    namespacePrefix: row.NamespacePrefix,
    userId,
    username,
    maxApiVersion,
  };
}

/** What an org says of itself; anything not known to be something else is production. */
export function kindOf(
  row: Pick<OrganizationRow, 'IsSandbox' | 'OrganizationType' | 'TrialExpirationDate'>,
): OrgKind {
  // A scratch org is a sandbox that expires, whatever its edition.
  if (row.IsSandbox === true) return row.TrialExpirationDate ? 'scratch' : 'sandbox';
  if (row.OrganizationType === 'Developer Edition') return 'developer';
  return row.TrialExpirationDate ? 'trial' : 'production';
}

async function readMaxApiVersion(connection: OrgConnection): Promise<string> {
  const found = await rest<readonly { readonly version: string }[]>(connection, {
    path: '/services/data',
    what: 'asking for the API versions',
    answer: ({ versions }) => versions,
    timeout: TIMEOUT,
  });
  return Math.max(...found.map(({ version }) => Number(version))).toFixed(1);
}

async function readOrganization(connection: OrgConnection): Promise<OrganizationRow> {
  const { records } = await rest<{ readonly records: readonly [OrganizationRow] }>(connection, {
    path: `/query?q=${encodeURIComponent(ORGANIZATION)}`,
    what: 'reading the Organization',
    answer: ({ organizations }) => organizations,
    timeout: TIMEOUT,
  });
  return records[0];
}

async function readUser(connection: OrgConnection): Promise<{ userId: string; username: string }> {
  const info = await rest<{ readonly user_id: string; readonly preferred_username: string }>(connection, {
    path: '/services/oauth2/userinfo',
    what: 'reading who is logged in',
    answer: ({ userInfo }) => userInfo,
    timeout: TIMEOUT,
  });
  return { userId: info.user_id, username: info.preferred_username };
}

/**
 * A token whose scopes have no "id" may not ask for userinfo [?], but still has the API: the SOAP API tells, too. After
 * any other failure SOAP can't help, and where it fails as well, the first error says more.
 */
async function readUserBySoap(connection: OrgConnection, reason: unknown) {
  const mayNotAsk = reason instanceof KeywayError && ['Forbidden', 'SessionExpired'].includes(reason.code);
  if (!mayNotAsk) throw reason;
  const answer = await soap(connection, {
    path: `/services/Soap/u/${connection.apiVersion}`,
    namespace: 'urn:partner.soap.sforce.com',
    body: '<getUserInfo/>',
    what: 'reading who is logged in',
    idempotent: true,
    timeout: TIMEOUT,
    answer: ({ userInfo }) => userInfo,
  }).catch(() => {
    throw reason;
  });
  const { userId, userName } = answer.result;
  return { userId, username: userName };
}

function settled<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}
