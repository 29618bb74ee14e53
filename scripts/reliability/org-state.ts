import { setTimeout as sleep } from 'node:timers/promises';
import type { OrgLogin } from './testbed.ts';

/** The actual content of an org for the example, read directly with plain requests and without keyway's code. */
export interface OrgState {
  /** Deploy jobs that change something, oldest first. */
  readonly jobs: readonly { readonly id: string; readonly status: string }[];
  /** Our components in the org, as in `NamedCredential AcmeKeys`. */
  readonly components: readonly string[];
  /** Principals with a stored secret. */
  readonly credentials: readonly string[];
  /** As in `AcmeKeyAccess → autoproc`, including duplicates. */
  readonly assignments: readonly string[];
  readonly keys: readonly Key[];
}

interface Key {
  readonly identifier: string;
  readonly status: string;
  readonly version: number;
}

type Row = Readonly<Record<string, unknown>>;

const permissionSet = 'AcmeKeyAccess';
const api = '/services/data/v66.0';

/** All components that the example deploys, except the settings, which always exist. */
export const allComponents: readonly string[] = [
  'Certificate AcmeByok',
  'ExternalCredential AcmeKms',
  'NamedCredential AcmeKeys',
  'PermissionSet AcmeKeyAccess',
];

/** Reads an org after its jobs have ended. */
export async function readOrgState(org: OrgLogin): Promise<OrgState> {
  const jobs = await endedJobs(org);
  const [components, credentials, assigned, keys] = await Promise.all([
    Promise.all(allComponents.map(async (name) => ((await hasComponent(org, name)) ? [name] : []))),
    hasSecret(org),
    query(
      org,
      `SELECT Assignee.Alias FROM PermissionSetAssignment WHERE PermissionSet.Name = '${permissionSet}'`,
    ),
    query(
      org,
      'SELECT RemoteKeyIdentifier, Status, Version FROM TenantSecret WHERE RemoteKeyIdentifier != null',
    ),
  ]);
  return {
    jobs,
    components: components.flat(),
    credentials: credentials ? ['AcmeKms-KeyService'] : [],
    assignments: assigned.map(({ Assignee }) => `${permissionSet} → ${(Assignee as Row).Alias}`),
    keys: keys.map(({ RemoteKeyIdentifier, Status, Version }) => ({
      identifier: String(RemoteKeyIdentifier),
      status: String(Status),
      version: Number(Version),
    })),
  };
}

async function endedJobs(org: OrgLogin): Promise<OrgState['jobs']> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const rows = await query(org, 'SELECT Id, Status, CheckOnly FROM DeployRequest', '/tooling/query');
    if (!rows.some(({ Status }) => ['Pending', 'InProgress', 'Canceling'].includes(String(Status))))
      return rows
        .filter(({ CheckOnly }) => CheckOnly === false)
        .map(({ Id, Status }) => ({ id: String(Id), status: String(Status) }))
        .sort((left, right) => (left.id < right.id ? -1 : 1));
    await sleep(20);
  }
  throw new Error('a deploy job of the local org does not end');
}

async function hasComponent(org: OrgLogin, component: string): Promise<boolean> {
  const [type = '', name = ''] = component.split(' ');
  const isTooling = type === 'Certificate' || type === 'ExternalCredential';
  const field = type === 'PermissionSet' ? 'Name' : 'DeveloperName';
  const path = isTooling ? '/tooling/query' : '/query';
  return (await query(org, `SELECT Id FROM ${type} WHERE ${field} = '${name}'`, path)).length > 0;
}

async function hasSecret(org: OrgLogin): Promise<boolean> {
  const parameters = 'externalCredential=AcmeKms&principalName=KeyService&principalType=NamedPrincipal';
  const answer = await get(org, `/named-credentials/credential?${parameters}`);
  return (answer as Row).authenticationStatus === 'Configured';
}

async function query(org: OrgLogin, soql: string, path = '/query'): Promise<readonly Row[]> {
  const answer = (await get(org, `${path}?q=${encodeURIComponent(soql)}`)) as {
    readonly records?: readonly Row[];
  };
  if (!answer.records) throw new Error(`${soql}: ${JSON.stringify(answer)}`);
  return answer.records;
}

async function get(org: OrgLogin, path: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${org.accessToken}` };
  return (await fetch(org.url + api + path, { headers })).json();
}
