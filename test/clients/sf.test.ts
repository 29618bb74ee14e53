import { cp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { LocalOrg } from '../../src/local/salesforce/index.ts';
import { credentialText, principalText } from '../recorded/connect-api.ts';
import { createLocalOrg } from './packed.ts';
import { newSf, type Sf } from './sf.ts';

/*
 * The unchanged sf CLI against the local org. It prints the same as for any org; see the command reference at
 * https://developer.salesforce.com/docs/atlas.en-us.sfdx_cli_reference.meta/.
 */
jest.setTimeout(120_000);

let org: LocalOrg;
let sf: Sf;

beforeAll(async () => {
  org = await createLocalOrg();
  sf = await newSf();
  await sf.logIn(org, 'acme');
});

afterAll(async () => {
  await sf?.remove();
  await org?.close();
});

const CHAIN = [
  'ExternalCredential/AcmeKms',
  'NamedCredential/AcmeKeys',
  'PermissionSet/AcmeKeyAccess',
] as const;

/** Components that every org has or completes, so that more is returned than was sent. */
const OWN = ['Certificate/AcmeByok', 'Settings/EncryptionKey'] as const;

const created = (): readonly string[] =>
  [...CHAIN, 'Certificate/AcmeByok']
    .map((name) => `Created ${name}`)
    .concat('Changed Settings/EncryptionKey')
    .sort();

const deployChain = () => sf.json('project deploy start', '--source-dir', 'force-app');

const query = async (soql: string): Promise<readonly Record<string, unknown>[]> =>
  (await sf.json('data query', '--query', soql)).json.result.records;

/** The components that a command deployed or retrieved, according to its output. A certificate has two files. */
const files = ({
  json,
}: {
  json: { result: { files: { type: string; fullName: string; state: string }[] } };
}) => [
  ...new Set(json.result.files.map(({ type, fullName, state }) => `${state} ${type}/${fullName}`).sort()),
];

/** All files below a folder by path. */
const contents = async (folder: string): Promise<Record<string, string>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const read = entries
    .filter((entry) => entry.isFile())
    .map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(folder.length + 1), await readFile(path, 'utf8')] as const;
    });
  return Object.fromEntries((await Promise.all(read)).sort(([a], [b]) => (a < b ? -1 : 1)));
};

describe('a sign-in', () => {
  it('works by sf org login access-token, with a token and the address', async () => {
    const { exitCode, json } = await sf.logIn(org, 'acme');
    expect(exitCode).toBe(0);
    expect(json.result).toMatchObject({
      username: org.username,
      orgId: org.orgId,
      isSandbox: false,
      isScratch: false,
      isDevHub: false,
      orgEdition: 'Developer Edition',
    });
  });

  it('is connected according to sf org display', async () => {
    const { json } = await sf.json('org display', '--target-org', 'acme');
    expect(json.result).toMatchObject({ id: org.orgId, connectedStatus: 'Connected', alias: 'acme' });
  });

  it('is connected according to sf org list', async () => {
    const { json } = await sf.json('org list');
    expect(json.result.nonScratchOrgs).toMatchObject([{ alias: 'acme', connectedStatus: 'Connected' }]);
  });

  it('leads sf org open to the inspector', async () => {
    const { json } = await sf.json('org open', '--url-only');
    expect(json.result.url).toBe(`${org.url}/`);
  });
});

describe('a deploy', () => {
  beforeEach(() => org.reset());

  it('by source directory, as a dry run, validates and changes nothing', async () => {
    const answer = await sf.json('project deploy start', '--source-dir', 'force-app', '--dry-run');
    expect(answer.json).toMatchObject({ status: 0, result: { status: 'Succeeded', checkOnly: true } });
    expect(files(answer)).toEqual(created());
    expect(await query("SELECT Id FROM PermissionSet WHERE Name = 'AcmeKeyAccess'")).toEqual([]);
  });

  it('by source directory creates the chain, and is Unchanged the second time', async () => {
    const first = await deployChain();
    expect(first.json).toMatchObject({ status: 0, result: { status: 'Succeeded' } });
    expect(files(first)).toEqual(created());
    expect(files(await deployChain())).toEqual([...CHAIN, ...OWN].map((name) => `Unchanged ${name}`).sort());
  });

  it('by manifest', async () => {
    const answer = await sf.json('project deploy start', '--manifest', 'manifest/package.xml');
    expect(files(answer)).toEqual(created());
  });

  it('of a folder in metadata format', async () => {
    await sf.json('project convert source', '--source-dir', 'force-app', '--output-dir', 'mdapi');
    const answer = await sf.json('project deploy start', '--metadata-dir', 'mdapi');
    expect(answer.json).toMatchObject({
      status: 0,
      result: { status: 'Succeeded', numberComponentsDeployed: 5 },
    });
  });

  it('of a zip, as one package', async () => {
    await sf.json('project convert source', '--source-dir', 'force-app', '--output-dir', 'mdapi');
    const answer = await sf.json('project deploy start', '--metadata-dir', 'mdapi', '--single-package');
    expect(answer.json).toMatchObject({ status: 0, result: { numberComponentsDeployed: 5 } });
  });

  it('is reported with its counts by project deploy report', async () => {
    const { json } = await deployChain();
    const report = await sf.json('project deploy report', '--job-id', json.result.id);
    expect(report.json).toMatchObject({
      status: 0,
      result: { id: json.result.id, status: 'Succeeded', numberComponentsDeployed: 5, done: true },
    });
    expect((await sf.json('project deploy report', '--use-most-recent')).json.result.id).toBe(json.result.id);
  });

  it('started with --async is waited for by project deploy resume', async () => {
    const started = await sf.json('project deploy start', '--source-dir', 'force-app', '--async');
    expect(started.json.result).toMatchObject({ status: 'Queued' });
    const resumed = await sf.json('project deploy resume', '--job-id', started.json.result.id);
    expect(resumed.json.result).toMatchObject({ status: 'Succeeded', numberComponentsDeployed: 5 });
  });

  it('with an error names the file and the error, and changes nothing', async () => {
    const path = 'force-app/main/default/permissionsets/AcmeKeyAccess.permissionset-meta.xml';
    const right = await readFile(join(sf.project, path), 'utf8');
    await sf.file(path, right.replace('AcmeKms-KeyService', 'AcmeKms-Nobody'));
    const { exitCode, json } = await deployChain();
    await sf.file(path, right);
    expect(exitCode).toBe(1);
    expect(json.result).toMatchObject({ status: 'Failed', numberComponentErrors: 1 });
    const [failure] = json.result.files.filter(({ state }: { state: string }) => state === 'Failed');
    expect(failure).toMatchObject({
      fullName: 'AcmeKeyAccess',
      error: expect.stringContaining('AcmeKms-Nobody'),
    });
    expect(failure.filePath).toBe(join(sf.project, path));
    expect(await query("SELECT Id FROM NamedCredential WHERE DeveloperName = 'AcmeKeys'")).toEqual([]);
  });

  it('by sf project delete source deletes components', async () => {
    await deployChain();
    const kept = `${sf.project}-kept`;
    await cp(join(sf.project, 'force-app'), kept, { recursive: true });
    const { json } = await sf.json(
      'project delete source',
      '--metadata',
      'PermissionSet:AcmeKeyAccess',
      '--no-prompt',
    );
    await cp(kept, join(sf.project, 'force-app'), { recursive: true });
    await rm(kept, { recursive: true });
    expect(json).toMatchObject({ status: 0, result: { status: 'Succeeded' } });
    expect(await query("SELECT Id FROM PermissionSet WHERE Name = 'AcmeKeyAccess'")).toEqual([]);
  });
});

describe('the deployed metadata', () => {
  beforeAll(async () => {
    await org.reset();
    await deployChain();
  });

  it('is in org list metadata, type by type', async () => {
    for (const name of CHAIN) {
      const [type = '', fullName] = name.split('/');
      const { json } = await sf.json('org list metadata', '--metadata-type', type);
      expect(json.result).toMatchObject([{ type, fullName, createdByName: 'Local Administrator' }]);
    }
  });

  it('has its types in org list metadata-types', async () => {
    const { json } = await sf.json('org list metadata-types');
    expect(json.result.metadataObjects.map(({ xmlName }: { xmlName: string }) => xmlName)).toEqual(
      expect.arrayContaining(['ExternalCredential', 'NamedCredential', 'PermissionSet']),
    );
  });

  it('is retrieved by project retrieve start as keyway rendered it, byte for byte', async () => {
    const folder = join(sf.project, 'force-app');
    const before = await contents(folder);
    const kept = `${sf.project}-kept`;
    await cp(folder, kept, { recursive: true });
    await rm(join(folder, 'main'), { recursive: true });
    const answer = await sf.json('project retrieve start', '--manifest', 'manifest/package.xml');
    const after = await contents(folder);
    await rm(folder, { recursive: true });
    await cp(kept, folder, { recursive: true });
    await rm(kept, { recursive: true });
    expect(files(answer)).toEqual([...CHAIN, ...OWN].map((name) => `Created ${name}`).sort());
    expect(Object.keys(after)).toEqual(Object.keys(before));
    for (const [path, text] of Object.entries(before)) {
      // The org's own certificate and all its settings, which contain more than was sent.
      const isOwn = /\/(certs|settings)\//.test(path);
      expect(isOwn ? path : after[path]).toEqual(isOwn ? path : text);
    }
    expect(after['main/default/certs/AcmeByok.crt']).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
  });

  it('is retrieved in metadata format', async () => {
    const { json } = await sf.json(
      'project retrieve start',
      ...['--metadata', 'ExternalCredential', '--metadata', 'NamedCredential:AcmeKeys'],
      ...['--target-metadata-dir', 'out', '--unzip'],
    );
    expect(json.status).toBe(0);
    expect(Object.keys(await contents(join(sf.project, 'out/unpackaged/unpackaged')))).toEqual([
      'externalCredentials/AcmeKms.externalCredential',
      'namedCredentials/AcmeKeys.namedCredential',
      'package.xml',
    ]);
  });

  it('gives a message, not an error, for a missing component', async () => {
    const { exitCode, json } = await sf.json('project retrieve start', '--metadata', 'NamedCredential:Nope');
    expect(exitCode).toBe(0);
    expect(JSON.stringify(json)).toContain("Entity of type 'NamedCredential' named 'Nope' cannot be found");
  });

  it('can be queried by data query, in readable form', async () => {
    const { stdout } = await sf.text(
      'data query',
      '--query',
      "SELECT Name, Label FROM PermissionSet WHERE Name = 'AcmeKeyAccess'",
    );
    expect(stdout).toMatch(/AcmeKeyAccess\s*│\s*Acme key access/);
  });

  it('can be queried by data query --use-tooling-api, for types that only the Tooling API has', async () => {
    const soql = 'SELECT DeveloperName FROM ExternalCredential';
    const tooling = await sf.json('data query', '--use-tooling-api', '--query', soql);
    expect(tooling.json.result.records).toMatchObject([{ DeveloperName: 'AcmeKms' }]);
    expect((await sf.json('data query', '--query', soql)).json).toMatchObject({
      status: 1,
      name: 'INVALID_TYPE',
    });
  });

  it('has a type description in sobject describe', async () => {
    const { json } = await sf.json('sobject describe', '--sobject', 'PermissionSetAssignment');
    expect(json.result).toMatchObject({
      name: 'PermissionSetAssignment',
      keyPrefix: '0Pa',
      createable: true,
    });
  });
});

describe('an assignment', () => {
  beforeAll(async () => {
    await org.reset();
    await deployChain();
  });

  beforeEach(async () => {
    for (const { Id } of await assignments())
      await sf.json('data delete record', '--sobject', 'PermissionSetAssignment', '--record-id', String(Id));
  });

  const assignments = () =>
    query(
      "SELECT Id, Assignee.Alias FROM PermissionSetAssignment WHERE PermissionSet.Name = 'AcmeKeyAccess'",
    );

  it('by org assign permset, once', async () => {
    const first = await sf.json('org assign permset', '--name', 'AcmeKeyAccess');
    expect(first.json).toMatchObject({
      status: 0,
      result: { successes: [{ value: 'AcmeKeyAccess' }], failures: [] },
    });
    const second = await sf.json('org assign permset', '--name', 'AcmeKeyAccess');
    expect(second.json).toMatchObject({
      status: 1,
      result: {
        failures: [{ message: expect.stringMatching(/^Duplicate PermissionSetAssignment\. Assignee: 005/) }],
      },
    });
    expect(await assignments()).toHaveLength(1);
  });

  it("by org assign permset of a set that doesn't exist", async () => {
    const { json } = await sf.json('org assign permset', '--name', 'Nope');
    expect(json).toMatchObject({
      status: 1,
      result: {
        failures: [{ message: expect.stringContaining('Permission set "Nope" not found in target org') }],
      },
    });
  });

  it('by data create record, to the Automated Process user', async () => {
    const [user] = await query("SELECT Id FROM User WHERE Alias = 'autoproc'");
    const [set] = await query("SELECT Id FROM PermissionSet WHERE Name = 'AcmeKeyAccess'");
    const values = `AssigneeId=${user?.Id} PermissionSetId=${set?.Id}`;
    const create = () =>
      sf.json('data create record', '--sobject', 'PermissionSetAssignment', '--values', values);
    expect((await create()).json).toMatchObject({ status: 0, result: { success: true } });
    expect(await assignments()).toMatchObject([{ Assignee: { Alias: 'autoproc' } }]);
    expect((await create()).json).toMatchObject({ status: 1, name: 'DUPLICATE_VALUE' });
  });

  it('by apex run, as in the cache-only guide', async () => {
    const source =
      "insert new PermissionSetAssignment(AssigneeId=[SELECT Id FROM User WHERE Alias='autoproc'].Id, " +
      "PermissionSetId=[SELECT Id FROM PermissionSet WHERE Name='AcmeKeyAccess'].Id);";
    const { json } = await sf.json('apex run', '--file', await sf.file('assign.apex', source));
    expect(json).toMatchObject({ status: 0, result: { compiled: true, success: true } });
    expect(await assignments()).toMatchObject([{ Assignee: { Alias: 'autoproc' } }]);
  });
});

describe('apex run', () => {
  const run = async (source: string) => sf.json('apex run', '--file', await sf.file('run.apex', source));

  it('prints the debug log', async () => {
    const { json } = await run("System.debug('hello ' + UserInfo.getUserName());");
    expect(json.result.logs).toMatch(new RegExp(`USER_DEBUG\\|\\[1\\]\\|DEBUG\\|hello ${org.username}`));
  });

  it('stores a credential by ConnectApi', async () => {
    const { json } =
      await run(`${principalText.replaceAll('input', 'external')}\n${credentialText({ apiKey: 's3cr3t' })}
ConnectApi.NamedCredentials.createCredential(input);
System.debug(ConnectApi.NamedCredentials.getCredential('ApexKms', 'KeyService', ConnectApi.CredentialPrincipalType.NamedPrincipal).credentials.keySet());`);
    expect(json.result).toMatchObject({ success: true, logs: expect.stringContaining('DEBUG|{apiKey}') });
  });

  it('reports a compile error with its position', async () => {
    const { exitCode, json } = await run("System.debug('a');\nSystem.debug(nope");
    expect(exitCode).toBe(1);
    expect(json).toMatchObject({ name: 'executeCompileFailure', data: { line: '2', compiled: false } });
  });

  it('reports an exception', async () => {
    const { json } = await run("Id nobody = [SELECT Id FROM User WHERE Alias = 'nobody'].Id;");
    expect(json).toMatchObject({
      name: 'executeRuntimeFailure',
      data: { exceptionMessage: 'System.QueryException: List has no rows for assignment to SObject' },
    });
  });
});

describe('an expired session', () => {
  it('is reported as expired by sf', async () => {
    await org.setFaults([{ kind: 'INVALID_SESSION_ID', times: 100 }]);
    const { json } = await sf.json('data query', '--query', 'SELECT Id FROM User');
    await org.setFaults([]);
    expect(json).toMatchObject({ status: 1, message: expect.stringContaining('Session expired or invalid') });
  });
});
