import { afterEach, describe, expect, it } from '@jest/globals';
import { type Client, closeAll, startOrg, zip } from './client.ts';
import { chain } from './samples.ts';

afterEach(closeAll);

const LIMITS = '/services/data/v66.0/limits';
const SETS = '/services/data/v66.0/sobjects/PermissionSet';
const DEPLOYS = '/services/data/v66.0/metadata/deployRequest';

const submit = async ({ org }: Client): Promise<string> => {
  const form = new FormData();
  form.append('json', JSON.stringify({ deployOptions: { rollbackOnError: true } }));
  form.append('file', new Blob([zip(chain())]), 'package.zip');
  const headers = { authorization: `Bearer ${org.accessToken}` };
  const response = await fetch(org.url + DEPLOYS, { method: 'POST', headers, body: form });
  return ((await response.json()) as { id: string }).id;
};
const statusOf = async ({ get }: Client, id: string): Promise<string> =>
  (await get(`${DEPLOYS}/${id}`)).body.deployResult.status;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('faults on demand', () => {
  it.each([
    ['REQUEST_LIMIT_EXCEEDED', 403, 'REQUEST_LIMIT_EXCEEDED'],
    ['INVALID_SESSION_ID', 401, 'INVALID_SESSION_ID'],
    ['status', 503, 'SERVER_UNAVAILABLE'],
  ] as const)('%s is answered once, then requests succeed', async (kind, status, errorCode) => {
    const { get } = await startOrg({ faults: [{ kind }] });
    const first = await get(LIMITS);
    expect([first.status, first.body[0].errorCode]).toEqual([status, errorCode]);
    expect((await get(LIMITS)).status).toBe(200);
  });

  it('come after so many requests, so many times', async () => {
    const { get } = await startOrg({ faults: [{ kind: 'status', status: 500, after: 1, times: 2 }] });
    const statuses: number[] = [];
    for (let i = 0; i < 4; i += 1) statuses.push((await get(LIMITS)).status);
    expect(statuses).toEqual([200, 500, 500, 200]);
  });

  it('affect only the requests that they name', async () => {
    const { get, soap } = await startOrg({
      faults: [{ kind: 'status', request: 'POST /services/Soap/m/', operation: 'describeMetadata' }],
    });
    expect((await get(LIMITS)).status).toBe(200);
    expect((await soap('m', '<listMetadata><asOfVersion>66.0</asOfVersion></listMetadata>')).status).toBe(
      200,
    );
    expect((await soap('m', '<describeMetadata/>')).text).toContain(
      '<faultcode>sf:SERVER_UNAVAILABLE</faultcode>',
    );
  });

  it("drop: the request isn't carried out", async () => {
    const client = await startOrg({ faults: [{ kind: 'drop', request: `POST ${SETS}` }] });
    await expect(client.rest('POST', SETS, { Name: 'A', Label: 'A' })).rejects.toThrow();
    expect((await client.query("SELECT COUNT() FROM PermissionSet WHERE Name = 'A'")).body.totalSize).toBe(0);
  });

  it('dropAnswer: the request is carried out, but its answer is lost', async () => {
    const client = await startOrg({ faults: [{ kind: 'dropAnswer', request: `POST ${SETS}` }] });
    await expect(client.rest('POST', SETS, { Name: 'A', Label: 'A' })).rejects.toThrow();
    expect((await client.query("SELECT COUNT() FROM PermissionSet WHERE Name = 'A'")).body.totalSize).toBe(1);
  });

  it('dropAnswer of a SOAP operation: a deploy is accepted, and DeployRequest has it', async () => {
    const client = await startOrg({ faults: [{ kind: 'dropAnswer', operation: 'deploy' }] });
    const body = `<deploy><ZipFile>${Buffer.from(zip(chain())).toString('base64')}</ZipFile><DeployOptions/></deploy>`;
    await expect(client.soap('m', body)).rejects.toThrow();
    expect((await client.toolingQuery('SELECT Id FROM DeployRequest')).body.totalSize).toBe(1);
  });

  it('delay: the answer is late', async () => {
    const { get } = await startOrg({ faults: [{ kind: 'delay', milliseconds: 120 }] });
    const start = performance.now();
    expect((await get(LIMITS)).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThan(110);
  });

  it('UNABLE_TO_LOCK_ROW is answered to a row by REST', async () => {
    const { rest } = await startOrg({ faults: [{ kind: 'UNABLE_TO_LOCK_ROW', sobject: 'PermissionSet' }] });
    expect((await rest('POST', SETS, { Name: 'A', Label: 'A' })).body[0].errorCode).toBe(
      'UNABLE_TO_LOCK_ROW',
    );
    expect((await rest('POST', SETS, { Name: 'A', Label: 'A' })).status).toBe(201);
  });

  it('UNABLE_TO_LOCK_ROW is a DmlException in Apex', async () => {
    const { apex } = await startOrg({ faults: [{ kind: 'UNABLE_TO_LOCK_ROW' }] });
    const { body } = await apex("insert new PermissionSet(Name='A', Label='A');");
    expect(body.exceptionMessage).toContain(
      'first error: UNABLE_TO_LOCK_ROW, unable to obtain exclusive access to this record',
    );
  });

  it('jobStuck: a deploy stays InProgress until the fault is removed', async () => {
    const client = await startOrg({ faults: [{ kind: 'jobStuck' }] });
    const id = await submit(client);
    await pause(60);
    expect(await statusOf(client, id)).toBe('InProgress');
    await client.org.setFaults([]);
    for (let count = 0; count < 100 && (await statusOf(client, id)) === 'InProgress'; count += 1)
      await pause(20);
    expect(await statusOf(client, id)).toBe('Succeeded');
  });

  it('jobStuck: it can be canceled (Metadata API Developer Guide, cancelDeploy())', async () => {
    const client = await startOrg({ faults: [{ kind: 'jobStuck' }] });
    const id = await submit(client);
    await pause(60);
    const { status, body } = await client.rest('PATCH', `${DEPLOYS}/${id}`, {
      deployResult: { status: 'Canceling' },
    });
    expect([status, body.deployResult.status]).toEqual([202, 'Canceling']);
    await pause(60);
    expect(await statusOf(client, id)).toBe('Canceled');
    expect((await client.query('SELECT COUNT() FROM NamedCredential')).body.totalSize).toBe(0);
  });

  it('jobCanceled: somebody else canceled it', async () => {
    const { deploy } = await startOrg({ faults: [{ kind: 'jobCanceled' }] });
    expect((await deploy(chain())).status).toBe('Canceled');
  });

  it("oneJobRefused: principals of the same job aren't resolved, those of an earlier one are", async () => {
    const { deploy } = await startOrg({ faults: [{ kind: 'oneJobRefused', times: 2 }] });
    const { status, failures } = await deploy(chain());
    expect([status, failures[0].componentType]).toEqual(['Failed', 'PermissionSet']);
    await deploy(chain(), { rollbackOnError: false });
    expect((await deploy(chain())).status).toBe('Succeeded');
  });

  it("that don't exist are refused", async () => {
    const { rest } = await startOrg();
    expect((await rest('PUT', '/local-org/faults', { faults: [{ kind: 'explode' }] })).status).toBe(400);
  });

  it('are set by the control endpoint, with a session', async () => {
    const { rest, get } = await startOrg();
    const faults = [{ kind: 'status', status: 500 }];
    expect((await rest('PUT', '/local-org/faults', { faults }, 'wrong')).status).toBe(401);
    expect((await rest('PUT', '/local-org/faults', { faults })).status).toBe(204);
    expect((await get(LIMITS)).status).toBe(500);
  });
});

describe('the clock', () => {
  it('continues from where it is set', async () => {
    const { org, query, rest } = await startOrg();
    await org.setTime(Date.UTC(2030, 0, 1));
    await rest('POST', SETS, { Name: 'A', Label: 'A' });
    const { body } = await query("SELECT CreatedDate FROM PermissionSet WHERE Name = 'A'");
    expect(body.records[0].CreatedDate).toMatch(/^2030-01-01T00:00:0/);
  });

  it('can be set at the start', async () => {
    const { get } = await startOrg({ clock: () => Date.UTC(2031, 5, 1) });
    expect((await get('/local-org/clock')).body).toEqual({ now: '2031-06-01T00:00:00.000Z' });
  });
});

describe('permissions by type of component (salesforce.md, section 10)', () => {
  it.each([
    [
      ['ApiEnabled', 'ModifyMetadata', 'ManageProfilesPermissionsets'],
      ['ExternalCredential', 'NamedCredential', 'PermissionSet'],
    ],
    [['ApiEnabled', 'ModifyMetadata', 'ManageNamedCredentials'], ['PermissionSet']],
    [['ApiEnabled', 'ModifyAllData', 'CustomizeApplication', 'ManageProfilesPermissionsets'], []],
  ] as const)('%j fails for %j', async (permissions, failing) => {
    const { deploy, org } = await startOrg({
      seed: { users: [{ username: 'u@acme.example', permissions: [...permissions] }] },
    });
    const { failures } = await deploy(chain(), {}, org.users[1]?.accessToken);
    expect(failures.map(({ componentType }) => componentType)).toEqual(failing);
  });
});
