import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { workspace } from './workspace.ts';

const config = `version: 1
apiVersion: "66.0"
environments:
  local: { targetOrg: local, default: true }
`;

it('docs/key-schedule.md: its commands do what the page says', async () => {
  const page = readFileSync('docs/key-schedule.md', 'utf8');
  const lines = /^```sh\n(.*?)^```/ms.exec(page)?.[1]?.trim().split('\n') ?? [];
  const { directory } = workspace(config);
  const results: unknown[] = [];
  for (const line of lines) {
    const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
    const args = [resolve('src/main.ts'), ...words.slice(2), '--json'];
    const env = { PATH: process.env.PATH, HOME: directory };
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: directory, env });
    results.push(JSON.parse(stdout).result);
  }
  expect(results).toMatchObject([
    { outcome: 'scheduled', job: { name: 'Keyway rotation of Data', cron: '0 0 3 1 JAN,APR,JUL,OCT ?' } },
    { schedules: [{ classes: 'current', job: { state: 'WAITING' }, lastRun: null }] },
    { outcome: 'removed', classes: ['KeywayRotateData', 'KeywayRotateDataTest'] },
  ]);
});
