import { afterEach, describe, expect, it } from '@jest/globals';
import { both, classFiles, rotate } from '../apex-classes/classes.ts';
import { type Client, closeAll, startOrg } from '../client.ts';

afterEach(closeAll);

const start = Date.parse('2026-11-22T10:00:00Z');
const cron = '0 0 3 1 JAN,APR,JUL,OCT ?';
const schedule = (name = 'Rotation', when = cron) => `System.schedule('${name}', '${when}', new Rotate());`;
const days = (count: number) => count * 86_400_000;

const orgWithJob = async (options: Parameters<typeof startOrg>[0] = {}): Promise<Client> => {
  const client = await startOrg({ clock: () => start, ...options });
  expect((await client.deploy(both)).status).toBe('Succeeded');
  expect((await client.apex(schedule())).body).toMatchObject({ success: true });
  return client;
};

const rows = async ({ query }: Client, soql: string) => (await query(soql)).body.records;
const trigger =
  'SELECT Id, CronJobDetail.Name, CronJobDetail.JobType, CronExpression, State, NextFireTime, PreviousFireTime, TimesTriggered, Owner.Username FROM CronTrigger';
const runs =
  "SELECT Status, ExtendedStatus, ApexClass.Name, CompletedDate, CronTriggerId FROM AsyncApexJob WHERE JobType = 'ScheduledApex'";
const versions = 'SELECT Version, Status, CreatedDate, Description FROM TenantSecret ORDER BY Version';

describe('A scheduled job', () => {
  it("waits for its time, in its user's time zone", async () => {
    const client = await orgWithJob();
    expect(await rows(client, trigger)).toMatchObject([
      {
        CronJobDetail: { Name: 'Rotation', JobType: '7' },
        CronExpression: cron,
        State: 'WAITING',
        // Three in the morning in Los Angeles.
        NextFireTime: '2027-01-01T11:00:00.000+0000',
        PreviousFireTime: null,
        TimesTriggered: 0,
        Owner: { Username: client.org.username },
      },
    ]);
    expect(await rows(client, runs)).toMatchObject([
      { Status: 'Queued', ApexClass: { Name: 'Rotate' }, CompletedDate: null },
    ]);
  });

  it('runs after the clock has passed it, each time with its own time', async () => {
    const client = await orgWithJob();
    await client.org.setTime(Date.parse('2027-04-02T00:00:00Z'));
    expect(await rows(client, versions)).toMatchObject([
      { Version: 1, Status: 'ARCHIVED' },
      { Version: 2, Status: 'ARCHIVED', CreatedDate: '2027-01-01T11:00:00.000+0000' },
      {
        Version: 3,
        Status: 'ACTIVE',
        CreatedDate: '2027-04-01T10:00:00.000+0000',
        Description: 'by the scheduler',
      },
    ]);
    expect(await rows(client, trigger)).toMatchObject([
      {
        NextFireTime: '2027-07-01T10:00:00.000+0000',
        PreviousFireTime: '2027-04-01T10:00:00.000+0000',
        TimesTriggered: 2,
      },
    ]);
    expect(await rows(client, `${runs} ORDER BY CreatedDate`)).toMatchObject([
      { Status: 'Queued' },
      { Status: 'Completed', ExtendedStatus: null },
      { Status: 'Completed', CompletedDate: '2027-04-01T10:00:00.000+0000' },
    ]);
  });

  it('that fails reports the reason and changes nothing; the next run happens', async () => {
    const client = await startOrg({ clock: () => start });
    await client.deploy(both);
    await client.apex(schedule('Hourly', '0 0 * * * ?'));
    await client.org.setTime(start + 3 * 3_600_000);
    expect(await rows(client, versions)).toHaveLength(2);
    const [, first, second] = await rows(client, `${runs} ORDER BY CreatedDate`);
    expect(first).toMatchObject({ Status: 'Completed' });
    expect(second).toMatchObject({ Status: 'Failed' });
    expect(second.ExtendedStatus).toContain('System.DmlException: Insert failed.');
  });

  it("runs as the user who scheduled it, with only that user's permissions", async () => {
    const permissions = ['ApiEnabled', 'AuthorApex', 'ModifyMetadata'] as const;
    const client = await startOrg({
      clock: () => start,
      seed: { users: [{ username: 'u@acme.example', permissions: [...permissions] }] },
    });
    await client.deploy(both);
    await client.apex(schedule(), client.org.users[1]?.accessToken);
    await client.org.setTime(start + days(60));
    expect(await rows(client, versions)).toHaveLength(1);
    expect((await rows(client, `${runs} AND Status = 'Failed'`))[0].ExtendedStatus).toContain(
      'INSUFFICIENT_ACCESS',
    );
  });

  it('has no high-assurance session, if key work requires one', async () => {
    const client = await orgWithJob({ seed: { stepUp: true } });
    await client.org.setTime(start + days(60));
    expect(await rows(client, versions)).toHaveLength(1);
    expect((await rows(client, `${runs} AND Status = 'Failed'`))[0].ExtendedStatus).toContain(
      'high assurance',
    );
  });

  it('protects its class from deploys and deletion', async () => {
    const client = await orgWithJob();
    const { failures } = await client.deploy(classFiles({ Rotate: `${rotate}// changed\n` }));
    expect(failures).toMatchObject([
      { fullName: 'Rotate', problem: 'This schedulable class has jobs pending or in progress' },
    ]);
    const [{ Id }] = await rows(client, 'SELECT Id FROM CronTrigger');
    await client.apex(`System.abortJob('${Id}');`);
    expect(await rows(client, trigger)).toEqual([]);
    expect(await rows(client, runs)).toMatchObject([{ Status: 'Aborted' }]);
    expect((await client.deploy(classFiles({ Rotate: `${rotate}// changed\n` }))).status).toBe('Succeeded');
    await client.org.setTime(start + days(60));
    expect(await rows(client, versions)).toHaveLength(1);
  });

  it.each([
    [schedule(), 'System.AsyncException: The Apex job named "Rotation" is already scheduled for execution.'],
    [schedule('b', '0 0 3 * * *'), 'System.StringException: Illegal cron expression format (0 0 3 * * *)'],
    [
      schedule('b', '0 0/5 * * * ?'),
      'System.StringException: Illegal cron expression format (0 0/5 * * * ?)',
    ],
    [
      schedule('b', '0 0 3 1 1 ? 2020'),
      "System.AsyncException: Based on configured schedule, the given trigger 'b' will never fire.",
    ],
    ["System.abortJob('08e000000000009');", 'System.StringException: Invalid id: 08e000000000009AAA'],
  ])('%s is refused', async (source, message) => {
    const client = await orgWithJob();
    expect((await client.apex(source)).body).toMatchObject({ success: false, exceptionMessage: message });
    expect(await rows(client, trigger)).toHaveLength(1);
  });

  it('counts days of the week like Quartz: 1 is Sunday', async () => {
    const client = await orgWithJob();
    await client.apex(schedule('Sundays', '0 0 3 ? * 1'));
    expect(await rows(client, `${trigger} WHERE CronJobDetail.Name = 'Sundays'`)).toMatchObject([
      { NextFireTime: '2026-11-22T11:00:00.000+0000' },
    ]);
  });

  it("can't make callouts", async () => {
    const client = await startOrg({ clock: () => start });
    const Rotate = rotate.replace('if (', 'new Http().send(new HttpRequest());\n        if (');
    expect((await client.deploy(classFiles({ Rotate }))).failures).toEqual([]);
    await client.apex(schedule());
    await client.org.setTime(start + days(60));
    expect(await rows(client, `${runs} AND Status = 'Failed'`)).toMatchObject([
      { ExtendedStatus: 'System.CalloutException: Callout from scheduled Apex not supported.' },
    ]);
  });

  it('without further runs is COMPLETE', async () => {
    const client = await startOrg({ clock: () => start });
    await client.deploy(both);
    await client.apex(schedule('Once', '0 0 3 1 1 ? 2027'));
    await client.org.setTime(start + days(60));
    expect(await rows(client, trigger)).toMatchObject([{ State: 'COMPLETE', NextFireTime: null }]);
    expect((await client.deploy(classFiles({ Rotate: `${rotate}// changed\n` }))).status).toBe('Succeeded');
  });

  it("isn't created by a failing block", async () => {
    const client = await startOrg();
    await client.deploy(both);
    await client.apex(`${schedule()} System.assert(false);`);
    expect(await rows(client, trigger)).toEqual([]);
  });
});
