import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { LocalOrgOptions } from '../../src/local/salesforce/index.ts';
import { deploy } from '../../src/operations/deploy.ts';
import { history } from '../../src/operations/history.ts';
import { recentDeploys } from '../../src/salesforce/index.ts';
import { configText, type Place, placeWithOrg } from './org-and-config.ts';

let place: Place;
const begin = async (options?: LocalOrgOptions) => {
  place = await placeWithOrg(options);
};
afterEach(() => place.close());

const run = (more: Partial<Parameters<typeof deploy>[0]> = {}) => deploy({ config: place.config, ...more });
const journal = () => join(place.directory, '.keyway', 'journal', `${place.org.orgId}.json`);
const jobs = () => place.as((org) => recentDeploys(org));
const entry = (more: object = {}) => ({
  keyway: 'journal',
  format: 1,
  orgId: place.org.orgId,
  startedAt: new Date().toISOString(),
  process: { id: 0, host: hostname(), run: 'another' },
  earlierJobs: [],
  ...more,
});
const writeJournal = async (value: object) => {
  await mkdir(join(place.directory, '.keyway', 'journal'), { recursive: true });
  await writeFile(journal(), JSON.stringify(value));
};

describe('An interrupted deploy', () => {
  it('is found by its journal, waited for, and planned again: no second job is sent', async () => {
    await begin({ faults: [{ kind: 'jobStuck' }] });
    const cutOff = await run({ wait: 50 }).catch((error) => error);
    expect(cutOff).toMatchObject({ code: 'DeployStillRunning', exitCode: 69 });
    expect(existsSync(journal())).toBe(true);

    setTimeout(() => place.org.setFaults([]), 300);
    const again = await run();
    expect(again.deploy).toBeNull();
    expect(again.changes.map(({ type }) => type)).toEqual(['Credential', 'Assignment']);
    expect(again.notes).toContainEqual(
      expect.stringContaining(`${cutOff.data.deployId} was running and has finished: Succeeded`),
    );
    expect(await jobs()).toHaveLength(1);
    expect(existsSync(journal())).toBe(false);
    expect(await run()).toMatchObject({ changes: [], deploy: null });
  });

  it('is found by asking the org if there is no journal', async () => {
    await begin({ faults: [{ kind: 'jobStuck' }] });
    await run({ wait: 50 }).catch((error) => error);
    await rm(join(place.directory, '.keyway'), { recursive: true });
    setTimeout(() => place.org.setFaults([]), 300);
    expect(await run()).toMatchObject({ deploy: null, checks: expect.not.arrayContaining([{ ok: false }]) });
    expect(await jobs()).toHaveLength(1);
  });

  it('is found by its earlier records, if it was killed before it knew its job', async () => {
    await begin({ pace: { pending: 200, inProgress: 200 } });
    await run({ wait: 1 }).catch((error) => error);
    await writeJournal(entry());
    const again = await run();
    expect(again.deploy).toBeNull();
    expect(again.notes).toContainEqual(expect.stringContaining('has finished: Succeeded'));
    expect(await jobs()).toHaveLength(1);
  });

  it('by a kill during its job is continued by the next run', async () => {
    await begin({ faults: [{ kind: 'jobStuck' }] });
    const child = spawn(
      process.execPath,
      [resolve('src/main.ts'), 'deploy', '--config', place.config, '--json'],
      {
        env: process.env as Record<string, string>,
        stdio: 'ignore',
      },
    );
    const dead = new Promise((done) => child.once('exit', done));
    while (!(existsSync(journal()) && readFileSync(journal(), 'utf8').includes('deployId'))) await sleep(20);
    child.kill('SIGKILL');
    await dead;
    setTimeout(() => place.org.setFaults([]), 200);
    expect(await run()).toMatchObject({ deploy: null, credentials: [{ outcome: 'set' }] });
    expect(await jobs()).toHaveLength(1);
    const { entries } = await history({ config: place.config });
    expect(entries.map(({ changes, outcome }) => [changes.length, outcome])).toEqual([
      [2, 'done'],
      [5, undefined],
    ]);
  });

  it('by Ctrl-C exits with 130, sends nothing more, and is finished by the next run', async () => {
    await begin({ faults: [{ kind: 'jobStuck' }] });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 500);
    await expect(run({ signal: stop.signal })).rejects.toMatchObject({ code: 'Interrupted', exitCode: 130 });
    await expect(run({ signal: AbortSignal.abort() })).rejects.toMatchObject({
      exitCode: expect.any(Number),
    });
    await place.org.setFaults([]);
    expect(await run()).toMatchObject({ deploy: null, credentials: [{ outcome: 'set' }] });
    expect(await jobs()).toHaveLength(1);
  });

  it('that only left an intent never reached the org, and is sent', async () => {
    await begin();
    await writeJournal(entry());
    const result = await run();
    expect(result.deploy).toMatchObject({ status: 'Succeeded' });
    expect(result.notes).toContain('An earlier run stopped before it sent its deploy job.');
  });

  it('continues after a lost answer: the job is found, and no second one is sent', async () => {
    await begin();
    await place.org.setFaults([{ kind: 'dropAnswer', operation: 'deploy' }]);
    expect(await run()).toMatchObject({ deploy: { status: 'Succeeded' } });
    expect(await jobs()).toHaveLength(1);
    expect(existsSync(journal())).toBe(false);
  });

  it('whose job the org dropped says so, and the next run sends it', async () => {
    await begin();
    await place.org.setFaults([{ kind: 'drop', operation: 'deploy' }]);
    await expect(run()).rejects.toMatchObject({ exitCode: 1 });
    expect(await jobs()).toHaveLength(0);
    expect(await run()).toMatchObject({ deploy: { status: 'Succeeded' } });
    expect(await jobs()).toHaveLength(1);
  });

  it('by an org that stops halfway names the job, and continues when the org is back', async () => {
    await begin({ pace: { pending: 50, inProgress: 50 } });
    await place.org.setFaults([{ kind: 'drop', operation: 'checkDeployStatus', times: 99 }]);
    const died = await run().catch((error) => error);
    expect(died).toMatchObject({ exitCode: 1, data: { deployId: expect.stringMatching(/^0Af/) } });
    await place.org.setFaults([]);
    expect(await run()).toMatchObject({ deploy: null, credentials: [{ outcome: 'set' }] });
    expect(await jobs()).toHaveLength(1);
  });

  it('between metadata and assignments converges', async () => {
    await begin();
    await place.org.setFaults([{ kind: 'UNABLE_TO_LOCK_ROW', sobject: 'PermissionSetAssignment', times: 9 }]);
    await expect(run()).rejects.toMatchObject({ code: 'AssignmentFailed' });
    await place.org.setFaults([]);
    expect(await run()).toMatchObject({ deploy: null, assignments: [{ outcome: 'assigned' }] });
    expect(await run()).toMatchObject({ changes: [] });
  });
});

describe('The journal', () => {
  it('of another version is ignored with a message, and nothing is lost', async () => {
    await begin();
    await writeJournal({ ...entry(), format: 0, deployId: '0Af000000000099AAA' });
    const result = await run();
    expect(result).toMatchObject({ deploy: { status: 'Succeeded' } });
    expect(result.notes).toContainEqual(
      expect.stringContaining('was written by another version of keyway and is ignored'),
    );
    expect(existsSync(journal())).toBe(false);
  });

  it("that can't be written gives a message, but no failure", async () => {
    await begin();
    await mkdir(join(place.directory, '.keyway'), { recursive: true });
    await writeFile(join(place.directory, '.keyway', 'journal'), 'a file where a folder should be');
    const result = await run();
    expect(result).toMatchObject({ deploy: { status: 'Succeeded' } });
    expect(result.notes).toContainEqual(expect.stringMatching(/^The journal .* cannot be written \(E\w+\)/));
  });
});

describe('Two keyways at once', () => {
  it('send one job: the second waits for the first', async () => {
    await begin({ pace: { pending: 200, inProgress: 200 } });
    const results = await Promise.all([run(), run()]);
    expect(results.map(({ checks }) => checks.every(({ ok }) => ok))).toEqual([true, true]);
    expect(results.filter(({ deploy: job }) => job)).toHaveLength(1);
    expect(await jobs()).toHaveLength(1);
    expect(existsSync(journal())).toBe(false);
  });

  it('on two machines never report success falsely, and the next run finds everything in order', async () => {
    await begin({ pace: { pending: 100, inProgress: 100 } });
    const other = join(place.directory, 'other-machine');
    await mkdir(other);
    await writeFile(join(other, 'keyway.yaml'), configText());
    const results = await Promise.allSettled([run(), run({ config: join(other, 'keyway.yaml') })]);
    // The slower one may find that the faster one has stored the secret since its plan. It reports that and doesn't
    // overwrite it.
    for (const result of results) {
      if (result.status === 'fulfilled') expect(result.value.checks.every(({ ok }) => ok)).toBe(true);
      else expect(result.reason).toMatchObject({ code: 'CredentialRefused' });
    }
    expect(results.some(({ status }) => status === 'fulfilled')).toBe(true);
    await run();
    expect(await run()).toMatchObject({ changes: [] });
    expect(existsSync(journal())).toBe(false);
  });
});
