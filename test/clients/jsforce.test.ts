import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Connection, Record as JsforceRecord } from '@jsforce/jsforce-node';
import type { LocalOrg } from '../../src/local/salesforce/index.ts';
import { zip } from '../local/salesforce/client.ts';
import { chain, packageXml } from '../local/salesforce/samples.ts';
import { clientsFolder } from './installed.ts';
import { createLocalOrg } from './packed.ts';

/** jsforce's own calls (https://jsforce.github.io/document/), as most Node programs for Salesforce use them. */
jest.setTimeout(60_000);

const { Connection: JsforceConnection } = createRequire(join(clientsFolder(), 'package.json'))(
  '@jsforce/jsforce-node',
) as typeof import('@jsforce/jsforce-node');

let org: LocalOrg;
let connection: Connection;

beforeAll(async () => {
  org = await createLocalOrg();
  connection = new JsforceConnection({ instanceUrl: org.url, accessToken: org.accessToken, version: '66.0' });
  connection.metadata.pollInterval = 20;
});

afterAll(() => org?.close());

const zipOf = (files = chain()) => Buffer.from(zip(files));
const deployChain = () =>
  connection.metadata.deploy(zipOf(), { rollbackOnError: true, singlePackage: true }).complete(true);

const one = async (soql: string): Promise<JsforceRecord> => {
  const { records } = await connection.query(soql);
  return records[0] as JsforceRecord;
};

describe('jsforce with the org', () => {
  it('identity', async () => {
    const identity = await connection.identity();
    expect(identity).toMatchObject({ username: org.username, organization_id: org.orgId });
  });

  it('request for the versions and limits', async () => {
    const versions = await connection.request<readonly { version: string }[]>('/services/data');
    expect(versions.map(({ version }) => version)).toContain('66.0');
    expect(await connection.limits()).toHaveProperty('DailyApiRequests.Max');
  });

  it('describeGlobal and describe', async () => {
    const { sobjects } = await connection.describeGlobal();
    expect(sobjects.map(({ name }) => name)).toContain('TenantSecret');
    const { fields } = await connection.describe('PermissionSetAssignment');
    expect(fields.find(({ name }) => name === 'AssigneeId')).toMatchObject({
      referenceTo: ['User'],
      createable: true,
    });
  });

  it("a query that doesn't parse", async () => {
    await expect(connection.query('SELECT FROM User')).rejects.toMatchObject({
      errorCode: 'MALFORMED_QUERY',
    });
  });

  it('an invalid session', async () => {
    const stranger = new JsforceConnection({ instanceUrl: org.url, accessToken: 'nobody', version: '66.0' });
    await expect(stranger.query('SELECT Id FROM User')).rejects.toMatchObject({
      errorCode: 'INVALID_SESSION_ID',
    });
  });
});

describe('jsforce with rows', () => {
  beforeEach(() => org.reset());

  const set = (Name: string) => ({ Name, Label: Name });

  it('create, retrieve, update, destroy', async () => {
    const rows = connection.sobject('PermissionSet');
    const { id = '', success } = await rows.create(set('Mine'));
    expect(success).toBe(true);
    expect(await rows.retrieve(id)).toMatchObject({ Name: 'Mine' });
    await rows.update({ Id: id, Label: 'Ours' });
    expect(await one(`SELECT Label FROM PermissionSet WHERE Id = '${id}'`)).toMatchObject({ Label: 'Ours' });
    await rows.destroy(id);
    await expect(rows.retrieve(id)).rejects.toMatchObject({ errorCode: 'NOT_FOUND' });
  });

  it('create of several by composite/sobjects, some of which fail', async () => {
    const results = await connection.sobject('PermissionSet').create([set('A'), set('A'), set('B')]);
    expect(results.map(({ success }) => success)).toEqual([true, false, true]);
  });

  it('find, with its own conditions', async () => {
    const found = await connection
      .sobject('User')
      .find({ Alias: { $in: ['autoproc', 'admin'] } }, ['Alias'])
      .sort('Alias');
    expect(found.map(({ Alias }) => Alias)).toEqual(['admin', 'autoproc']);
  });

  it('queryMore to the end', async () => {
    const names = Array.from({ length: 450 }, (_, n) => `Many${n}`);
    for (let from = 0; from < names.length; from += 150)
      await connection.sobject('PermissionSet').create(names.slice(from, from + 150).map(set));
    const soql = "SELECT Name FROM PermissionSet WHERE Name LIKE 'Many%'";
    const page = await connection.query(soql, { headers: { 'Sforce-Query-Options': 'batchSize=200' } });
    expect(page.records).toHaveLength(200);
    const fetched = [...page.records];
    for (let next = page.nextRecordsUrl; next !== undefined; ) {
      const more = await connection.queryMore(next);
      fetched.push(...more.records);
      next = more.nextRecordsUrl;
    }
    expect(new Set(fetched.map(({ Name }) => Name)).size).toBe(450);
  });

  it('a PermissionSetAssignment, twice', async () => {
    await deployChain();
    const { Id: PermissionSetId } = await one("SELECT Id FROM PermissionSet WHERE Name = 'AcmeKeyAccess'");
    const { Id: AssigneeId } = await one("SELECT Id FROM User WHERE Alias = 'autoproc'");
    const rows = connection.sobject('PermissionSetAssignment');
    await rows.create({ PermissionSetId, AssigneeId });
    await expect(rows.create({ PermissionSetId, AssigneeId })).rejects.toMatchObject({
      errorCode: 'DUPLICATE_VALUE',
    });
  });
});

describe('jsforce with metadata', () => {
  beforeEach(() => org.reset());

  it('deploy by SOAP, and wait', async () => {
    const result = await deployChain();
    expect(result).toMatchObject({ status: 'Succeeded', success: true, numberComponentsDeployed: 3 });
    expect(await connection.metadata.checkDeployStatus(result.id, true)).toMatchObject({
      done: true,
      id: result.id,
    });
  });

  it('deploy by REST', async () => {
    const { id } = await connection.metadata.deployRest(zipOf(), {
      rollbackOnError: true,
      singlePackage: true,
    });
    let result = await connection.metadata.checkDeployStatus(id ?? '');
    while (!result.done) result = await connection.metadata.checkDeployStatus(id ?? '');
    expect(result).toMatchObject({ status: 'Succeeded', numberComponentsDeployed: 3 });
  });

  it('a deploy that fails, with its messages', async () => {
    const { 'externalCredentials/AcmeKms.externalCredential': _left, ...files } = chain();
    const result = await connection.metadata.deploy(zipOf(files), { rollbackOnError: true }).complete(true);
    expect(result).toMatchObject({ status: 'Failed', success: false });
    expect(JSON.stringify(result.details?.componentFailures)).toContain('AcmeKms');
  });

  it('list, describe and read', async () => {
    await deployChain();
    const listed = await connection.metadata.list([{ type: 'NamedCredential' }]);
    expect(listed).toMatchObject([{ fullName: 'AcmeKeys' }]);
    const { metadataObjects } = await connection.metadata.describe('66.0');
    expect(metadataObjects.map(({ xmlName }) => xmlName)).toContain('ExternalCredential');
    const [known, unknown] = await connection.metadata.read('PermissionSet', ['AcmeKeyAccess', 'Nope']);
    expect(known).toMatchObject({ fullName: 'AcmeKeyAccess', label: 'Acme key access' });
    expect(unknown?.fullName ?? null).toBeNull();
  });

  it('retrieve', async () => {
    await deployChain();
    const retrieved = await connection.metadata
      .retrieve({
        apiVersion: '66.0',
        singlePackage: true,
        unpackaged: {
          types: [{ name: 'ExternalCredential', members: ['AcmeKms', 'Nope'] }],
          version: '66.0',
        },
      } as never)
      .complete();
    expect(retrieved).toMatchObject({ status: 'Succeeded' });
    expect(JSON.stringify(retrieved.messages)).toContain("named 'Nope' cannot be found");
    expect(retrieved.zipFile.length).toBeGreaterThan(100);
  });

  it('an empty deploy succeeds', async () => {
    const result = await connection.metadata
      .deploy(zipOf({ 'package.xml': packageXml([]) }), {})
      .complete(true);
    expect(result).toMatchObject({ status: 'Succeeded', numberComponentsTotal: 0 });
  });
});

describe('jsforce with the Tooling API', () => {
  it('executeAnonymous', async () => {
    expect(await connection.tooling.executeAnonymous("System.debug('hello');")).toMatchObject({
      compiled: true,
      success: true,
    });
    expect(await connection.tooling.executeAnonymous('nonsense')).toMatchObject({ compiled: false });
  });

  it("a query that the data API doesn't know", async () => {
    await deployChain();
    const soql = 'SELECT DeveloperName FROM ExternalCredential';
    expect((await connection.tooling.query(soql)).records).toMatchObject([{ DeveloperName: 'AcmeKms' }]);
    await expect(connection.query(soql)).rejects.toMatchObject({ errorCode: 'INVALID_TYPE' });
  });
});
