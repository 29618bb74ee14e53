import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { unzipSync } from 'fflate';
import {
  cancelDeploy,
  connect,
  type DeployProgress,
  deploy,
  recentDeploys,
  resumeDeploy,
} from '../../src/salesforce/index.ts';
import {
  type Answer,
  type FakeSalesforce,
  fakeSalesforce,
  type Received,
  soapBody,
  soapFault,
  TOKEN,
} from './fake-salesforce.ts';

const ID = '0Af000000000001AAA';
const files = new Map([
  [
    'package.xml',
    '<Package xmlns="http://soap.sforce.com/2006/04/metadata"><version>66.0</version></Package>',
  ],
  ['permissionsets/X.permissionset', '<PermissionSet>é😀&amp;</PermissionSet>'],
  ['destructiveChangesPost.xml', '<Package/>'],
]);

const call = ({ path, body }: Received): string | undefined =>
  path === '/services/Soap/m/66.0'
    ? /<(deploy|checkDeployStatus|cancelDeploy)[ >]/.exec(body)?.[1]
    : undefined;

const started = soapBody(
  `<deployResponse><result><done>false</done><id>${ID}</id><state>Queued</state></result></deployResponse>`,
);
const canceling = soapBody(
  `<cancelDeployResponse><result><done>false</done><id>${ID}</id></result></cancelDeployResponse>`,
);

function status(name: string, done: boolean, more = ''): Answer {
  return soapBody(
    `<checkDeployStatusResponse><result><checkOnly>false</checkOnly><done>${done}</done><id>${ID}</id><numberComponentErrors>0</numberComponentErrors><numberComponentsDeployed>1</numberComponentsDeployed><numberComponentsTotal>3</numberComponentsTotal><status>${name}</status><success>${name === 'Succeeded'}</success>${more}</result></checkDeployStatusResponse>`,
  );
}

const message = (fields: Record<string, string | number | boolean>) =>
  Object.entries({ changed: false, created: false, deleted: false, success: true, ...fields })
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('');

/** Runs a function against an org that gives these status answers in order, and repeats the last one. */
async function against<T>(
  answers: readonly Answer[],
  run: (org: Awaited<ReturnType<typeof connect>>, server: FakeSalesforce) => Promise<T>,
  first: Answer = started,
): Promise<{ result: T; calls: readonly (string | undefined)[]; server: FakeSalesforce }> {
  const remaining = [...answers];
  await using server = await fakeSalesforce((request) => {
    const name = call(request);
    if (name === 'deploy') return first;
    if (name === 'cancelDeploy') return canceling;
    if (name === 'checkDeployStatus') return remaining.length > 1 ? remaining.shift() : remaining[0];
    return undefined;
  });
  const org = await connect(
    { kind: 'token', instanceUrl: server.url, accessToken: TOKEN },
    { apiVersion: '66.0', stateDir: '/nowhere' },
  );
  try {
    const result = await run(org, server);
    return {
      result,
      calls: server.received.slice(2).map((request) => call(request) ?? request.path),
      server,
    };
  } finally {
    await org.close();
  }
}

describe('deploy', () => {
  it('sends the files unchanged, in one request, and then only asks for the status', async () => {
    const { result, calls, server } = await against(
      [status('Pending', false), status('InProgress', false), status('Succeeded', true)],
      (org) => deploy(org, files, { wait: 10_000 }),
    );
    expect(calls).toEqual(['deploy', 'checkDeployStatus', 'checkDeployStatus', 'checkDeployStatus']);
    expect(result).toMatchObject({ id: ID, status: 'Succeeded', success: true, total: 3, failures: [] });
    const body = server.received[2]?.body ?? '';
    const zip = unzipSync(Buffer.from(/<ZipFile>(.*?)<\/ZipFile>/.exec(body)?.[1] ?? '', 'base64'));
    expect(Object.entries(zip).map(([path, data]) => [path, new TextDecoder().decode(data)])).toEqual(
      [...files].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    );
    expect(/<DeployOptions>(.*)<\/DeployOptions>/.exec(body)?.[1]).toBe(
      '<allowMissingFiles>false</allowMissingFiles><autoUpdatePackage>false</autoUpdatePackage><checkOnly>false</checkOnly><ignoreWarnings>false</ignoreWarnings><performRetrieve>false</performRetrieve><purgeOnDelete>false</purgeOnDelete><rollbackOnError>true</rollbackOnError><singlePackage>true</singlePackage>',
    );
  });

  it('sends the same bytes every time', async () => {
    const zipOf = async (content: ReadonlyMap<string, string>) => {
      const { server } = await against([status('Succeeded', true)], (org) =>
        deploy(org, content, { wait: 10_000 }),
      );
      return /<ZipFile>(.*?)<\/ZipFile>/.exec(server.received[2]?.body ?? '')?.[1];
    };
    expect(await zipOf(files)).toBe(await zipOf(new Map([...files].reverse())));
  });

  it('passes on the requested options', async () => {
    const options = { checkOnly: true, purgeOnDelete: true, ignoreWarnings: true, wait: 10_000 };
    const { server } = await against([status('Succeeded', true)], (org) => deploy(org, files, options));
    const body = server.received[2]?.body ?? '';
    for (const name of ['checkOnly', 'purgeOnDelete', 'ignoreWarnings', 'rollbackOnError'])
      expect(body).toContain(`<${name}>true</${name}>`);
    expect(body).not.toContain('testLevel');
  });

  it('reports the id before the next request, and the progress', async () => {
    const seen: (string | DeployProgress)[] = [];
    await against([status('InProgress', false), status('Succeeded', true)], (org) =>
      deploy(org, files, {
        wait: 10_000,
        onStarted: (id) => void seen.push(id),
        onProgress: (progress) => void seen.push(progress),
      }),
    );
    expect(seen).toEqual([
      ID,
      { id: ID, status: 'InProgress', done: 1, total: 3 },
      { id: ID, status: 'Succeeded', done: 1, total: 3 },
    ]);
  });

  it('reports each component, even a single one', async () => {
    const details = `<details><componentSuccesses>${message({ componentType: 'PermissionSet', fullName: 'X', fileName: 'permissionsets/X.permissionset', created: true })}</componentSuccesses><componentSuccesses>${message({ componentType: 'NamedCredential', fullName: 'Y', changed: true })}</componentSuccesses><componentSuccesses>${message({ componentType: 'NamedCredential', fullName: 'Z', deleted: true })}</componentSuccesses><componentSuccesses>${message({ componentType: 'NamedCredential', fullName: 'Same' })}</componentSuccesses><componentSuccesses>${message({ componentType: '', fullName: 'package.xml' })}</componentSuccesses></details>`;
    const { result } = await against([status('Succeeded', true, details)], (org) =>
      deploy(org, files, { wait: 10_000 }),
    );
    expect(result.components).toEqual([
      { type: 'PermissionSet', fullName: 'X', action: 'created' },
      { type: 'NamedCredential', fullName: 'Y', action: 'changed' },
      { type: 'NamedCredential', fullName: 'Z', action: 'deleted' },
      { type: 'NamedCredential', fullName: 'Same', action: 'unchanged' },
    ]);
  });

  it('reports failures with file, line and column, warnings separately, and those of the whole job', async () => {
    const details = `<details><componentFailures>${message({ componentType: 'PermissionSet', fullName: 'X', fileName: 'unpackaged/permissionsets/X.permissionset', lineNumber: 4, columnNumber: 9, problem: 'no &lt;such&gt; thing', problemType: 'Error', success: false })}</componentFailures><componentFailures>${message({ componentType: 'NamedCredential', fullName: 'destructiveChangesPost.xml', fileName: 'destructiveChangesPost.xml', problem: 'No NamedCredential named: Y found', problemType: 'Warning', success: false })}</componentFailures></details><errorMessage>broken</errorMessage><errorStatusCode>UNKNOWN_EXCEPTION</errorStatusCode>`;
    const { result } = await against([status('Failed', true, details)], (org) =>
      deploy(org, files, { wait: 10_000 }),
    );
    expect(result.success).toBe(false);
    expect(result.failures).toEqual([
      {
        type: 'PermissionSet',
        fullName: 'X',
        file: 'permissionsets/X.permissionset',
        line: 4,
        column: 9,
        problem: 'no <such> thing',
      },
      {
        type: '',
        fullName: '',
        file: '',
        line: undefined,
        column: undefined,
        problem: 'UNKNOWN_EXCEPTION: broken',
      },
    ]);
    expect(result.warnings).toMatchObject([{ problem: 'No NamedCredential named: Y found' }]);
  });

  it.each(['SucceededPartial', 'Canceled', 'FinalizingFailed', 'Failed'])(
    "%s isn't success",
    async (name) => {
      const { result } = await against([status('Finalizing', false), status(name, true)], (org) =>
        deploy(org, files, { wait: 10_000 }),
      );
      expect(result).toMatchObject({ status: name, success: false });
    },
  );

  it('leaves the job to the org when the wait ends: exit 69, with its id', async () => {
    const waiting = against([status('InProgress', false)], (org) => deploy(org, files, { wait: 200 }));
    await expect(waiting).rejects.toMatchObject({
      code: 'DeployStillRunning',
      exitCode: 69,
      data: { deployId: ID, status: 'InProgress' },
    });
  });

  it('stops waiting when it is interrupted: exit 130, with the id', async () => {
    const controller = new AbortController();
    const waiting = against([status('InProgress', false)], (org) =>
      deploy(org, files, { wait: 60_000, signal: controller.signal, onProgress: () => controller.abort() }),
    );
    await expect(waiting).rejects.toMatchObject({
      code: 'Interrupted',
      exitCode: 130,
      data: { deployId: ID },
    });
  });

  it('polls more slowly over time, at most once a second', async () => {
    const times: number[] = [];
    await against([...Array(7).fill(status('InProgress', false)), status('Succeeded', true)], (org) =>
      deploy(org, files, { wait: 10_000, onProgress: () => void times.push(performance.now()) }),
    );
    const first = (times[1] ?? 0) - (times[0] ?? 0);
    const last = (times.at(-1) ?? 0) - (times.at(-2) ?? 0);
    expect(first).toBeGreaterThanOrEqual(55);
    expect(last).toBeGreaterThan(150);
  });

  it('tolerates a temporarily missing status, and reports the id if it stays missing', async () => {
    const broken: Answer = (response) => response.destroy();
    const { result } = await against(
      [
        broken,
        { status: 503, text: '<html>secret page</html>' },
        soapFault('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id'),
        status('Succeeded', true),
      ],
      (org) => deploy(org, files, { wait: 20_000 }),
    );
    expect(result.success).toBe(true);
    const refused = against([soapFault('INVALID_SESSION_ID', 'Invalid Session ID found')], (org) =>
      deploy(org, files, { wait: 10_000 }),
    );
    await expect(refused).rejects.toMatchObject({
      code: 'SessionExpired',
      data: { deployId: ID },
      actions: expect.arrayContaining([`The job ${ID} may continue in the org.`]),
    });
  }, 20_000);

  it('never sends a job twice', async () => {
    const seen: FakeSalesforce[] = [];
    const lost = against(
      [],
      (org, server) => {
        seen.push(server);
        return deploy(org, files, { wait: 10_000 });
      },
      (response) => response.destroy(),
    );
    await expect(lost).rejects.toMatchObject({
      code: 'ConnectionLost',
      message: expect.stringContaining('while sending the deploy job'),
    });
    expect(seen[0]?.received.filter((request) => call(request) === 'deploy')).toHaveLength(1);
  });

  it("returns Salesforce's message if the job is refused, but not a page's", async () => {
    const refused = (first: Answer) => against([], (org) => deploy(org, files, { wait: 10_000 }), first);
    await expect(
      refused(
        soapFault(
          'INSUFFICIENT_ACCESS',
          'use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions',
        ),
      ),
    ).rejects.toMatchObject({ code: 'Forbidden', message: expect.stringContaining('requires a user with') });
    await expect(refused({ status: 503, text: '<html>secret page</html>' })).rejects.toMatchObject({
      code: 'OrgUnavailable',
      message: expect.not.stringContaining('secret'),
    });
  });
});

describe('a job that was started earlier', () => {
  it('is waited for by its id, and can be canceled, each in the fewest requests', async () => {
    const { result, calls } = await against([status('Succeeded', true)], (org) =>
      resumeDeploy(org, ID, { wait: 10_000 }),
    );
    expect(result).toMatchObject({ id: ID, success: true });
    expect(calls).toEqual(['checkDeployStatus']);
    expect((await against([], (org) => cancelDeploy(org, ID))).calls).toEqual(['cancelDeploy']);
  });

  it('is found among those of the user', async () => {
    await using server = await fakeSalesforce(({ path }) =>
      decodeURIComponent(path).includes("FROM DeployRequest WHERE CreatedById = '005000000000001AAA'") &&
      path.includes('/tooling/query')
        ? {
            json: {
              done: true,
              totalSize: 1,
              records: [
                {
                  attributes: {},
                  Id: ID,
                  Status: 'InProgress',
                  CheckOnly: false,
                  CreatedDate: '2026-11-22T20:00:00.000+0000',
                  NumberComponentsTotal: 3,
                },
              ],
            },
          }
        : undefined,
    );
    const org = await connect(
      { kind: 'token', instanceUrl: server.url, accessToken: TOKEN },
      { apiVersion: '66.0', stateDir: '/nowhere' },
    );
    expect(await recentDeploys(org)).toEqual([
      {
        id: ID,
        status: 'InProgress',
        checkOnly: false,
        createdDate: '2026-11-22T20:00:00.000+0000',
        total: 3,
      },
    ]);
    await org.close();
  });
});

describe('if SF_MDAPI_TEMP_DIR is set', () => {
  let folder: string;
  beforeAll(async () => {
    folder = process.env.SF_MDAPI_TEMP_DIR = await mkdtemp(join(tmpdir(), 'mdapi-'));
  });
  afterAll(async () => {
    delete process.env.SF_MDAPI_TEMP_DIR;
    await rm(folder, { recursive: true });
  });

  it("the files aren't written there, because they may contain secrets", async () => {
    await against([status('Succeeded', true)], (org) => deploy(org, files, { wait: 10_000 }));
    expect(await readdir(folder)).toEqual([]);
  });
});
