import { constants, createHash, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { createLocalOrg, type LocalOrg, type LocalOrgOptions } from '../../src/local/salesforce/index.ts';
import { keyScheduleRemove } from '../../src/operations/key-schedule/remove.ts';
import { keySchedule } from '../../src/operations/key-schedule/set.ts';
import { keyScheduleStatus } from '../../src/operations/key-schedule/status.ts';
import { closeServices } from '../local/salesforce/callout/service.ts';
import { certificateFiles, deployed } from '../local/salesforce/certificates/certificate.ts';
import { clientOf, closeAll } from '../local/salesforce/client.ts';
import { remoteKeyOrg } from '../local/salesforce/remote-keys/remote-key.ts';
import { setEnvironment, undoAfterTest, workspace } from './workspace.ts';

const start = Date.parse('2026-11-22T10:00:00Z');
const cron = '0 0 3 1 JAN,APR,JUL,OCT ?';
const text = `version: 1
apiVersion: "66.0"
environments:
  test: { default: true }
  prod: { protected: true }
`;

interface Place {
  readonly org: LocalOrg;
  readonly config: string;
  /** Sets the org's time. */
  at(iso: string): Promise<void>;
  rows(soql: string): Promise<readonly Record<string, unknown>[]>;
}

async function place(options: LocalOrgOptions = {}): Promise<Place> {
  const org = await createLocalOrg({ clock: () => start, ...options });
  undoAfterTest(() => org.close());
  setEnvironment({ SF_ACCESS_TOKEN: org.accessToken, SF_ORG_INSTANCE_URL: org.url });
  const { config } = workspace(text);
  const headers = { authorization: `Bearer ${org.accessToken}`, 'content-type': 'application/json' };
  const data = `${org.url}/services/data/v66.0`;
  return {
    org,
    config,
    at: (iso) => org.setTime(Date.parse(iso)),
    rows: async (soql) => {
      const answer = await fetch(`${data}/query?q=${encodeURIComponent(soql)}`, { headers });
      return ((await answer.json()) as { records: Record<string, unknown>[] }).records;
    },
  };
}

const secrets = 'SELECT Version, Status, Source, Description FROM TenantSecret ORDER BY Version';
const jobs = 'SELECT Id, CronJobDetail.Name, CronExpression FROM CronTrigger';
const classes = 'SELECT Id FROM ApexClass';

describe('key schedule', () => {
  it('lets the org rotate by itself, and reports the result', async () => {
    const { config, at, rows } = await place();
    const made = await keySchedule({ config, type: 'data', cron });
    expect(made).toMatchObject({
      type: 'Data',
      className: 'KeywayRotateData',
      outcome: 'scheduled',
      deploy: { status: 'Succeeded' },
      job: { name: 'Keyway rotation of Data', cron, next: '2027-01-01T11:00:00.000Z' },
      remarks: [],
    });
    expect(await rows(secrets)).toHaveLength(1);
    const before = await keyScheduleStatus({ config, type: 'Data' });
    expect(before.schedules).toMatchObject([
      { classes: 'current', lastRun: null, job: { state: 'WAITING' } },
    ]);

    await at('2027-01-02T00:00:00Z');
    expect(await rows(secrets)).toMatchObject([
      { Version: 1, Status: 'ARCHIVED' },
      { Version: 2, Status: 'ACTIVE', Source: 'HSM', Description: 'keyway: scheduled rotation' },
    ]);
    const after = await keyScheduleStatus({ config });
    expect(after.schedules).toEqual([
      {
        type: 'Data',
        className: 'KeywayRotateData',
        classes: 'current',
        job: {
          id: expect.stringMatching(/^08e/),
          name: 'Keyway rotation of Data',
          cron,
          state: 'WAITING',
          next: '2027-04-01T10:00:00.000Z',
          timesTriggered: 1,
          timeZone: 'America/Los_Angeles',
          owner: expect.stringContaining('@'),
        },
        lastRun: {
          status: 'Completed',
          message: undefined,
          at: '2027-01-01T11:00:00.000Z',
          key: {
            id: expect.stringMatching(/^02G/),
            type: 'Data',
            version: 2,
            status: 'ACTIVE',
            source: 'HSM',
          },
        },
      },
    ]);
  });

  it('passes the tests that production requires, after approval', async () => {
    const { config, rows } = await place({ kind: 'production' });
    await expect(keySchedule({ config, type: 'Data', cron })).rejects.toMatchObject({ code: 'ProtectedOrg' });
    expect(await rows(classes)).toHaveLength(0);
    expect(await keySchedule({ config, type: 'Data', cron, yes: true })).toMatchObject({
      outcome: 'scheduled',
    });
    expect(await rows(secrets)).toHaveLength(1);
    expect(await keySchedule({ config, type: 'Data', cron })).toMatchObject({ outcome: 'unchanged' });
    await expect(keyScheduleRemove({ config, type: 'Data' })).rejects.toMatchObject({ code: 'ProtectedOrg' });
    // A deploy that only deletes has no tests to run.
    expect(await keyScheduleRemove({ config, type: 'Data', yes: true })).toMatchObject({
      outcome: 'removed',
    });
  });

  it('sends nothing the second time, however the expression is written', async () => {
    const { config, org } = await place();
    await keySchedule({ config, type: 'Data', cron });
    // Any write request would fail now.
    await org.setFaults([
      { kind: 'REQUEST_LIMIT_EXCEEDED', request: 'POST /services/Soap/m', times: 99 },
      { kind: 'REQUEST_LIMIT_EXCEEDED', request: 'POST /services/Soap/s', times: 99 },
    ]);
    const again = await keySchedule({ config, type: 'Data', cron: ' 0 0 3 1  jan,apr,jul,oct ? ' });
    expect(again).toMatchObject({ outcome: 'unchanged', deploy: null });
  });

  it('changes the expression, and the name, without a deploy', async () => {
    const { config, rows } = await place();
    await keySchedule({ config, type: 'Data', cron });
    const changed = await keySchedule({ config, type: 'Data', cron: '0 0 4 ? * 1', name: 'Weekly' });
    expect(changed).toMatchObject({
      outcome: 'changed',
      deploy: null,
      job: { next: '2026-11-22T12:00:00.000Z' },
    });
    expect(await rows(jobs)).toMatchObject([
      { CronJobDetail: { Name: 'Weekly' }, CronExpression: '0 0 4 ? * 1' },
    ]);
    // Without --name, the name stays.
    expect(await keySchedule({ config, type: 'Data', cron })).toMatchObject({ job: { name: 'Weekly' } });
    expect(await keySchedule({ config, type: 'Data', cron })).toMatchObject({ outcome: 'unchanged' });
  });

  it('deploys the classes again if their text differs, with the job unscheduled meanwhile', async () => {
    const { config, rows } = await place();
    await keySchedule({ config, type: 'Data', cron, apiVersion: '65.0' });
    const [old] = await rows(jobs);
    const changed = await keySchedule({ config, type: 'Data', cron });
    expect(changed).toMatchObject({ outcome: 'changed', deploy: { status: 'Succeeded' } });
    expect(await rows(jobs)).toMatchObject([{ CronExpression: cron }]);
    expect(changed.job.id).not.toBe(old?.Id);
    expect(await rows('SELECT ApiVersion FROM ApexClass')).toMatchObject([
      { ApiVersion: 66 },
      { ApiVersion: 66 },
    ]);
  });

  it('restores the old job if the deploy fails', async () => {
    const { config, org, rows } = await place();
    await keySchedule({ config, type: 'Data', cron, apiVersion: '65.0', name: 'Mine' });
    await org.setFaults([{ kind: 'jobCanceled' }]);
    await expect(keySchedule({ config, type: 'Data', cron: '0 0 4 1 * ?' })).rejects.toMatchObject({
      code: 'DeployFailed',
      actions: expect.arrayContaining(['"Mine" is scheduled as before.']),
    });
    expect(await rows(jobs)).toMatchObject([{ CronJobDetail: { Name: 'Mine' }, CronExpression: cron }]);
    expect(await rows('SELECT ApiVersion FROM ApexClass')).toMatchObject([
      { ApiVersion: 65 },
      { ApiVersion: 65 },
    ]);
  });

  it('leaves it unscheduled while a deploy continues, and says so', async () => {
    const { config, org, rows } = await place();
    await keySchedule({ config, type: 'Data', cron, apiVersion: '65.0' });
    await org.setFaults([{ kind: 'jobStuck' }]);
    await expect(keySchedule({ config, type: 'Data', cron, wait: 1 })).rejects.toMatchObject({
      code: 'DeployStillRunning',
      exitCode: 69,
      actions: expect.arrayContaining([expect.stringContaining('Nothing is scheduled')]),
    });
    expect(await rows(jobs)).toEqual([]);
    await org.setFaults([]);
    expect(await keySchedule({ config, type: 'Data', cron })).toMatchObject({ outcome: 'scheduled' });
  });

  it('recognises a foreign job of that name', async () => {
    const { config, rows } = await place();
    await keySchedule({ config, type: 'SearchIndex', cron, name: 'Rotation' });
    await expect(keySchedule({ config, type: 'Data', cron, name: 'Rotation' })).rejects.toMatchObject({
      code: 'JobNameTaken',
    });
    expect(await rows(jobs)).toHaveLength(1);
  });

  it('treats names as texts, whatever they contain', async () => {
    const { config, rows } = await place();
    const name = `x', '0 0 0 1 1 ?', null); delete [SELECT Id FROM User]; //\\`;
    await keySchedule({ config, type: 'Data', cron, name });
    expect(await rows(jobs)).toMatchObject([{ CronJobDetail: { Name: name } }]);
  });

  it('is removed, and its keys stay', async () => {
    const { config, at, rows } = await place();
    await keySchedule({ config, type: 'Data', cron });
    await at('2027-01-02T00:00:00Z');
    expect(await keyScheduleRemove({ config, type: 'Data' })).toMatchObject({
      outcome: 'removed',
      jobs: ['Keyway rotation of Data'],
      classes: expect.arrayContaining(['KeywayRotateData', 'KeywayRotateDataTest']),
    });
    expect(await rows(jobs)).toEqual([]);
    expect(await rows(classes)).toEqual([]);
    expect(await rows(secrets)).toHaveLength(2);
    expect(await keyScheduleRemove({ config, type: 'Data' })).toMatchObject({ outcome: 'none' });
    expect((await keyScheduleStatus({ config })).schedules).toEqual([]);
  });
});

describe("key schedule, and the customer's own key", () => {
  const AcmeByok = readFileSync('fixtures/vectors/private-key.pem', 'utf8');

  /** Makes an uploaded key the active one. */
  async function upload(org: LocalOrg): Promise<void> {
    const client = clientOf(org);
    await deployed(client, certificateFiles());
    const secret = randomBytes(32);
    const SecretValue = publicEncrypt(
      { key: createPublicKey(AcmeByok), padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
      secret,
    ).toString('base64');
    const SecretValueHash = createHash('sha256').update(secret).digest('base64');
    const fields = { Type: 'Data', SecretValue, SecretValueHash, SecretValueCertificate: 'AcmeByok' };
    const answer = await client.rest('POST', '/services/data/v66.0/sobjects/TenantSecret', fields);
    expect(answer.status).toBe(201);
  }

  it('is refused in advance as key-source-change, which nothing allows', async () => {
    const { config, org, rows } = await place({ seed: { certificateKeys: { AcmeByok } } });
    await upload(org);
    const options = { config, type: 'Data', cron, yes: true, allow: ['key-source-change'] as const };
    await expect(keySchedule(options)).rejects.toMatchObject({
      code: 'RisksNotAllowed',
      message: expect.stringContaining('(key-source-change): the active key (version 2, UPLOADED)'),
      data: { risks: [{ risk: 'key-source-change', names: ['Data'] }] },
    });
    expect(await rows(classes)).toEqual([]);
    // Other types aren't affected.
    expect(await keySchedule({ ...options, type: 'SearchIndex' })).toMatchObject({ outcome: 'scheduled' });
  });

  it('is left alone by the scheduled class if it was uploaded later', async () => {
    const { config, org, at, rows } = await place({ seed: { certificateKeys: { AcmeByok } } });
    await keySchedule({ config, type: 'Data', cron });
    await upload(org);
    await at('2027-01-02T00:00:00Z');
    expect(await rows(secrets)).toMatchObject([
      { Version: 1, Status: 'ARCHIVED' },
      { Version: 2, Status: 'ACTIVE', Source: 'UPLOADED' },
    ]);
    expect((await keyScheduleStatus({ config, type: 'Data' })).schedules).toMatchObject([
      {
        job: { timesTriggered: 1 },
        lastRun: { status: 'Completed', key: null },
        note: "the active key (version 2) is the customer's own: runs do nothing",
      },
    ]);
  });
});

describe('key schedule, and a cache-only key', () => {
  it.each([
    ['ACTIVE', 'the active key (version 2, REMOTE)', {}],
    ['DESTROYED', 'the active key (fetched from a key service)', { status: 500 }],
  ])('that is %s is rotated neither by the class nor in advance', async (status, which, answer) => {
    const remote = await remoteKeyOrg();
    undoAfterTest(closeAll);
    undoAfterTest(closeServices);
    const { org } = remote.client;
    setEnvironment({ SF_ACCESS_TOKEN: org.accessToken, SF_ORG_INSTANCE_URL: org.url });
    const { config } = workspace(text);
    await keySchedule({ config, type: 'Data', cron });
    expect((await remote.insert()).status).toBe(201);
    // After the cache time, the org fetches the key again.
    remote.answerWith(answer);
    await org.setTime(Date.parse('2026-07-02T00:00:00Z'));
    expect(await remote.secrets()).toMatchObject([
      { Status: 'ARCHIVED', Source: 'HSM' },
      { Status: status, Source: 'REMOTE' },
    ]);
    expect((await keyScheduleStatus({ config, type: 'Data' })).schedules).toMatchObject([
      { job: { timesTriggered: 1 }, lastRun: { status: 'Completed', key: null } },
    ]);
    await expect(keySchedule({ config, type: 'Data', cron })).rejects.toMatchObject({
      code: 'RisksNotAllowed',
      message: expect.stringContaining(which),
    });
  });
});

describe('key schedule --status', () => {
  it('says why a run failed', async () => {
    const { config, at } = await place();
    await keySchedule({ config, type: 'Data', cron: '0 0 * * * ?' });
    await at('2026-11-22T12:30:00Z');
    const { schedules } = await keyScheduleStatus({ config, type: 'Data' });
    expect(schedules).toMatchObject([
      {
        lastRun: { status: 'Failed', message: expect.stringContaining('24 hours after the last') },
        note: 'the last run failed and changed nothing',
      },
    ]);
  });
});

describe('key schedule refuses before anything is sent', () => {
  it.each([
    ['0 3 1 * *', 'it has 5 parts'],
    ['0 0/5 * * * ?', 'minutes is "0/5"'],
    ['0 0 3 1 * *', 'one of day of month and day of week'],
    ['0 0 3 31 2 ?', 'it never runs again'],
    ['0 0 3 1 FOO ?', "isn't a cron expression"],
  ])('the expression %s', async (line, reason) => {
    const { config, rows } = await place();
    await expect(keySchedule({ config, type: 'Data', cron: line })).rejects.toMatchObject({
      code: 'CronInvalid',
      message: expect.stringContaining(reason),
    });
    expect(await rows(classes)).toEqual([]);
  });

  it('an unknown type', async () => {
    const { config } = await place();
    await expect(keySchedule({ config, type: 'Dat', cron })).rejects.toMatchObject({
      code: 'TenantSecretTypeUnknown',
    });
  });

  it('a user without permission to write Apex', async () => {
    const permissions = ['ApiEnabled', 'ModifyMetadata', 'ManageEncryptionKeys'] as const;
    const { config, org } = await place({
      seed: { users: [{ username: 'u@acme.example', permissions: [...permissions] }] },
    });
    setEnvironment({ SF_ACCESS_TOKEN: org.users[1]?.accessToken });
    await expect(keySchedule({ config, type: 'Data', cron })).rejects.toMatchObject({
      code: 'PermissionMissing',
      message: expect.stringContaining('Author Apex'),
    });
  });

  it.each([
    ['Data', '0 0 * * * ?', 'developer', 'every hour'],
    ['Data', '0 0 3 * * ?', 'developer', 'every 24 hours'],
    ['SearchIndex', '0 0 3 * * ?', 'sandbox', 'every 7 days'],
  ] as const)('nothing, but warns: %s on %s in a %s org', async (type, line, kind, words) => {
    const { config } = await place({ kind });
    const { remarks } = await keySchedule({ config, type, cron: line });
    expect(remarks).toEqual([expect.stringContaining(words)]);
  });

  it("and doesn't warn if there is enough time", async () => {
    const { config } = await place({ kind: 'sandbox' });
    expect((await keySchedule({ config, type: 'Data', cron: '0 0 3 * * ?' })).remarks).toEqual([]);
  });
});
