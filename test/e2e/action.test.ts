import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { chain } from './configs.ts';
import { main, removeWorkspaces, type Workspace, workspace } from './keyway.ts';
import { packageFolder } from './pack.ts';

const action = parse(readFileSync('action.yml', 'utf8'));
const step = (name: string) => action.runs.steps.find((one: { name?: string }) => one.name === name);
const local = 'environments:\n  local: { default: true, targetOrg: local }\n';

afterEach(removeWorkspaces);

/** Runs the action's step that calls keyway, like a runner. */
async function run(place: Workspace, env: Readonly<Record<string, string>>) {
  const temp = join(place.home, 'temp');
  const modules = join(place.home, 'node_modules');
  if (!existsSync(modules)) {
    mkdirSync(join(modules, '.bin'), { recursive: true });
    mkdirSync(temp);
    symlinkSync(packageFolder, join(modules, 'sf-keyway'));
    writeFileSync(join(modules, '.bin/keyway'), `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`);
    chmodSync(join(modules, '.bin/keyway'), 0o755);
  }
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step('keyway').run], {
    cwd: place.folder,
    stdio: 'pipe',
    env: {
      PATH: process.env.PATH,
      HOME: place.home,
      KEYWAY_HOME: modules,
      RUNNER_TEMP: temp,
      GITHUB_ACTIONS: 'true',
      GITHUB_STEP_SUMMARY: join(temp, 'summary'),
      GITHUB_OUTPUT: join(temp, 'output'),
      ...{ COMMAND: '', ENVIRONMENT: '', CONFIG: 'keyway.yaml', ARGUMENTS: '' },
      ...env,
    },
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].on('data', (chunk) => {
      said[name] += chunk;
    });
  const [status] = await once(child, 'close');
  const read = (name: string) => (existsSync(join(temp, name)) ? readFileSync(join(temp, name), 'utf8') : '');
  return { status, ...said, summary: read('summary'), output: read('output') };
}

describe('the GitHub Action', () => {
  it('plans a pull request: in the summary, and for the comment', async () => {
    const place = workspace({ 'keyway.yaml': chain + local });
    const { status, summary, output } = await run(place, { GITHUB_EVENT_NAME: 'pull_request' });
    expect(status).toBe(0);
    expect(summary).toMatch(/^<!-- keyway plan -->\n### Plan for `local`/);
    expect(output).toMatch(/^plan=.*keyway-plan\.md\n$/);
  });

  it('deploys a push, and verifies on a schedule', async () => {
    const place = workspace({ 'keyway.yaml': chain + local });
    const env = { ACME_CLIENT_ID: 'id', ACME_CLIENT_SECRET: 'secret' };
    const deployed = await run(place, { ...env, GITHUB_EVENT_NAME: 'push', ENVIRONMENT: 'local' });
    expect(deployed).toMatchObject({ status: 0, stdout: expect.stringMatching(/✔ Verified/) });
    const verified = await run(place, { GITHUB_EVENT_NAME: 'schedule', ARGUMENTS: '--verbose --quiet' });
    expect(verified.status).toBe(0);
  });

  it('marks an error at its line, and fails', async () => {
    const place = workspace({ 'keyway.yaml': `${chain}${local}lables: {}\n` });
    const { status, stderr, output } = await run(place, { GITHUB_EVENT_NAME: 'pull_request' });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^::error file=keyway\.yaml,line=\d+,col=1,title=keyway::/m);
    expect(output).toBe('');
  });

  it('passes no input to a shell command', async () => {
    const place = workspace({ 'keyway.yaml': chain + local });
    const evil = '$(touch pwned); touch pwned `touch pwned`';
    for (const name of ['COMMAND', 'ENVIRONMENT', 'CONFIG', 'ARGUMENTS'])
      expect((await run(place, { GITHUB_EVENT_NAME: 'pull_request', [name]: evil })).status).toBe(1);
    expect(place.files()).toEqual(['keyway.yaml']);
    // An expression inside a script would be inserted as text.
    for (const { run: script = '' } of action.runs.steps) expect(script).not.toContain('${{');
  });

  it('passes the token only to the comment', () => {
    const withToken = action.runs.steps.filter((one: object) => JSON.stringify(one).includes('inputs.token'));
    expect(withToken).toEqual([step('Comment on the pull request')]);
  });
});
