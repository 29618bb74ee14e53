import { describe, expect, it } from '@jest/globals';
import { connect, deploy, readApexClasses, readScheduledApex } from '../../src/salesforce/index.ts';
import { type Answer, fakeSalesforce, type Received, soapBody, TOKEN } from './fake-salesforce.ts';

/** Answers queries by their object. */
const answering = (rows: Readonly<Record<string, (soql: string) => Answer>>) => (request: Received) => {
  const soql = new URL(request.path, 'http://x').searchParams.get('q') ?? '';
  return rows[/ FROM (\w+)/.exec(soql)?.[1] ?? '']?.(soql);
};
const page = (...records: readonly object[]): Answer => ({ json: { records, done: true } });

async function reading<T>(
  answer: (request: Received) => Answer | undefined,
  read: (org: Awaited<ReturnType<typeof connect>>) => Promise<T>,
): Promise<T> {
  await using server = await fakeSalesforce(answer);
  const target = { kind: 'token' as const, instanceUrl: server.url, accessToken: TOKEN };
  const org = await connect(target, { apiVersion: '66.0', stateDir: '/nowhere' });
  try {
    return await read(org);
  } finally {
    await org.close();
  }
}

const trigger = (Id: string, name: string, State = 'WAITING') => ({
  Id,
  CronJobDetail: { Name: name },
  CronExpression: '0 0 3 1 * ?',
  State,
  NextFireTime: '2027-01-01T11:00:00.000+0000',
  PreviousFireTime: null,
  TimesTriggered: null,
  TimeZoneSidKey: 'Europe/Berlin',
  OwnerId: '005000000000001AAA',
});
const run = (Status: string, more = {}) => ({
  Status,
  ExtendedStatus: null,
  CompletedDate: null,
  CreatedDate: '2026-12-01T11:00:00.000+0000',
  ...more,
});
const about = { className: 'Rotate', jobNames: ['Rotation'] };

describe('scheduled Apex of an org', () => {
  it('is found by its class if the org shows which job runs it', async () => {
    const { jobs, runs } = await reading(
      answering({
        CronTrigger: () =>
          page(trigger('1', 'Other name'), trigger('2', 'rotation'), trigger('3', 'Foreign')),
        AsyncApexJob: (soql) =>
          soql.includes('CronTriggerId')
            ? page(
                { CronTriggerId: '1', ApexClass: { Name: 'Rotate' } },
                { CronTriggerId: '2', ApexClass: { Name: 'Other' } },
              )
            : page(
                run('Failed', {
                  ExtendedStatus: 'too early',
                  CompletedDate: '2026-12-01T11:00:05.000+0000',
                }),
              ),
      }),
      (org) => readScheduledApex(org, about),
    );
    expect(jobs).toMatchObject([
      { id: '1', ofClass: true, next: '2027-01-01T11:00:00.000Z', previous: undefined, timesTriggered: 0 },
      { id: '2', ofClass: false },
    ]);
    expect(runs).toEqual([{ status: 'Failed', message: 'too early', at: '2026-12-01T11:00:05.000Z' }]);
  });

  it('is found by its name otherwise', async () => {
    const { jobs, runs } = await reading(
      answering({
        CronTrigger: () => page(trigger('2', 'Rotation'), trigger('3', 'Foreign')),
        AsyncApexJob: (soql) =>
          soql.includes('CronTriggerId')
            ? {
                status: 400,
                json: [{ errorCode: 'INVALID_FIELD', message: "No such column 'CronTriggerId'" }],
              }
            : page(run('Completed')),
      }),
      (org) => readScheduledApex(org, about),
    );
    expect(jobs).toMatchObject([{ id: '2', ofClass: undefined }]);
    expect(runs).toMatchObject([{ status: 'Completed', at: '2026-12-01T11:00:00.000Z' }]);
  });

  it("includes only the org's own classes, not those of packages", async () => {
    const row = { Name: 'Rotate', Body: 'x', ApiVersion: 66 };
    const found = await reading(
      answering({
        ApexClass: () => page({ ...row, NamespacePrefix: 'pkg' }, { ...row, NamespacePrefix: null }),
      }),
      (org) => readApexClasses(org, ['Rotate']),
    );
    expect(found).toEqual([{ name: 'Rotate', body: 'x', apiVersion: '66.0' }]);
  });
});

describe('a deploy that runs tests', () => {
  it("names them, in the order of the WSDL, and reports what they didn't cover", async () => {
    let sent = '';
    const result =
      '<result><id>0Af000000000001AAA</id><status>Failed</status><done>true</done><success>false</success><details><runTestResult><numFailures>0</numFailures><numTestsRun>1</numTestsRun><totalTime>1</totalTime><codeCoverageWarnings><message>Your code coverage is 10%.</message><name>Rotate</name></codeCoverageWarnings></runTestResult></details></result>';
    const outcome = await reading(
      ({ path, body }) => {
        if (!path.startsWith('/services/Soap/m/')) return undefined;
        if (body.includes('checkDeployStatus'))
          return soapBody(
            `<checkDeployStatusResponse xmlns="http://soap.sforce.com/2006/04/metadata">${result}</checkDeployStatusResponse>`,
          );
        sent = body;
        return soapBody(
          '<deployResponse xmlns="http://soap.sforce.com/2006/04/metadata"><result><done>false</done><id>0Af000000000001AAA</id><state>Queued</state></result></deployResponse>',
        );
      },
      (org) =>
        deploy(org, new Map([['package.xml', '<Package/>']]), { wait: 60_000, runTests: ['RotateTest'] }),
    );
    expect(sent).toMatch(
      /<rollbackOnError>true<\/rollbackOnError>\s*<runTests>RotateTest<\/runTests>\s*<singlePackage>true<\/singlePackage>\s*<testLevel>RunSpecifiedTests<\/testLevel>/,
    );
    expect(outcome).toMatchObject({
      success: false,
      failures: [{ type: 'ApexClass', fullName: 'Rotate', problem: 'Your code coverage is 10%.' }],
    });
  });
});
