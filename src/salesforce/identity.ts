import { KeywayError } from '../errors/index.ts';
import { httpStatusOf } from './errors.ts';
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
/** Time limit for an org's answer, in milliseconds. */
const TIMEOUT = 30_000;

/**
 * Reads the signed-in user and the Organization row in two parallel requests.
 * @throws KeywayError `ApiVersionUnsupported` if the org is older than the connection's version
 */
export async function readIdentity(connection: OrgConnection): Promise<Identity> {
  const [organization, user] = await Promise.allSettled([readOrganization(connection), readUser(connection)]);
  if (organization.status === 'rejected') {
    // An org that doesn't have the version answers only "not found".
    if (httpStatusOf(organization.reason) === 404) await requireVersion(connection);
    throw organization.reason;
  }
  const row = organization.value;
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
  };
}

/** Derives the kind of an org from its own fields. An org that isn't certainly something else counts as production. */
export function kindOf(
  row: Pick<OrganizationRow, 'IsSandbox' | 'OrganizationType' | 'TrialExpirationDate'>,
): OrgKind {
  // A scratch org is a sandbox that expires, whatever its edition.
  if (row.IsSandbox === true) return row.TrialExpirationDate ? 'scratch' : 'sandbox';
  if (row.OrganizationType === 'Developer Edition') return 'developer';
  return row.TrialExpirationDate ? 'trial' : 'production';
}

/** @throws KeywayError `ApiVersionUnsupported` */
async function requireVersion(connection: OrgConnection): Promise<void> {
  const newest = await readMaxApiVersion(connection);
  if (Number(connection.apiVersion) <= Number(newest)) return;
  throw new KeywayError(
    'ApiVersionUnsupported',
    `The org at ${connection.place('').host} supports API versions up to ${newest}, not ${connection.apiVersion}.`,
    { actions: [`Set apiVersion: "${newest}" in keyway.yaml, or pass -a ${newest}.`] },
  );
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
 * A token without the scope "id" may not be allowed to read userinfo [?], but it can use the API, and SOAP returns
 * the user too. After any other failure SOAP can't help, and if it fails as well, the first error says more.
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
