import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { type FleetHome, fleetHome } from './fleet-home.ts';

jest.setTimeout(120_000);

const config = `version: 1
apiVersion: "66.0"
environments:
  split: { targetOrg: deployer, keyOrg: keys, default: true }
  alone: { targetOrg: deployer }
`;
const cron = '0 0 3 1 * ?';
const logins = {
  deployer: ['ApiEnabled', 'ModifyMetadata', 'AuthorApex'],
  keys: ['ApiEnabled', 'AuthorApex', 'ManageEncryptionKeys'],
} as const;

let home: FleetHome;
const json = async (...line: readonly string[]) => JSON.parse((await home.keyway(...line, '--json')).stdout);

beforeAll(async () => {
  const users = Object.entries(logins).map(([name, permissions]) => ({
    username: `${name}@acme.example`,
    permissions,
  }));
  home = await fleetHome(1, { clock: () => Date.parse('2026-11-22T10:00:00Z'), seed: { users } });
  await home.write(config);
  const [org] = home.orgs;
  for (const alias of Object.keys(logins)) {
    const user = org?.users.find(({ username }) => username === `${alias}@acme.example`);
    await home.logIn(alias, { url: org?.url ?? '', accessToken: user?.accessToken ?? '' });
  }
});
afterAll(() => home.close());

it('the deploying user deploys the class, and the job runs as the user for keys', async () => {
  expect(await json('key', 'schedule', 'Data', '--cron', cron, '--env', 'alone')).toMatchObject({
    name: 'PermissionMissing',
    message: expect.stringContaining('deployer@acme.example lacks'),
  });
  expect(await json('key', 'schedule', 'Data', '--cron', cron)).toMatchObject({
    result: { outcome: 'scheduled', deploy: { status: 'Succeeded' } },
  });
  await home.orgs[0]?.setTime(Date.parse('2026-12-02T00:00:00Z'));
  expect(await json('key', 'schedule', '--status')).toMatchObject({
    result: {
      schedules: [
        {
          job: { owner: 'keys@acme.example', timesTriggered: 1 },
          lastRun: { status: 'Completed', key: { version: 2, status: 'ACTIVE' } },
        },
      ],
    },
  });
  expect(await json('key', 'schedule', 'Data', '--remove')).toMatchObject({ result: { outcome: 'removed' } });
});
