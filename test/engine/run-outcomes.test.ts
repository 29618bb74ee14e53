import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Progress } from '../../src/kinds/run.ts';
import type { Fault } from '../../src/local/salesforce/faults.ts';
import { deploy } from '../../src/operations/deploy.ts';
import { history } from '../../src/operations/history.ts';
import { type Place, placeWithOrg } from '../operations/org-and-config.ts';

let place: Place;
beforeEach(async () => {
  place = await placeWithOrg();
});
afterEach(() => place.close());

/** The faults start after a stage has ended. */
const progressWithFaults = (title: string, faults: readonly Fault[]): Progress => ({
  stage: async (name, run) => {
    const result = await run(() => {});
    if (name === title) place.org.setFaults(faults);
    return result;
  },
  line: () => {},
});
const always = { times: 1000 };
const run = (more: Partial<Parameters<typeof deploy>[0]> = {}) =>
  deploy({ config: place.config, report: join(place.directory, 'report.md'), ...more });
const failed = (more: Partial<Parameters<typeof deploy>[0]>) =>
  run(more).then(
    () => undefined,
    (error) => error,
  );
const report = () => readFile(join(place.directory, 'report.md'), 'utf8');

describe('A run that fails after it changed the org', () => {
  it('reports everything it did if the read-back is refused', async () => {
    const error = await failed({
      progress: progressWithFaults('Assignments', [{ kind: 'status', status: 403, ...always }]),
    });
    place.org.setFaults([]);
    expect(error.data).toMatchObject({
      deployId: expect.stringMatching(/^0Af/),
      deploy: { status: 'Succeeded' },
      credentials: [{ name: 'AcmeKms-KeyService', outcome: 'set' }],
      assignments: [{ name: 'AcmeKeyAccess → autoproc', outcome: 'assigned' }],
      stages: [
        { name: 'metadata', state: 'done' },
        { name: 'credentials', state: 'done' },
        { name: 'assignments', state: 'done' },
        { name: 'verify', state: 'unknown' },
      ],
    });
    expect(error.actions[0]).toMatch(
      /^Already done in the org: metadata job 0Af\w+ Succeeded; AcmeKms-KeyService set/,
    );
    expect(error.actions.join('\n')).not.toMatch(/Nothing was (changed|sent)/);
    const text = await report();
    expect(text).toContain(error.data.deployId);
    expect(text).toContain('AcmeKms-KeyService | set');
    expect(text).not.toMatch(/none was sent|nothing was changed/);
    const { entries } = await history({ config: place.config });
    expect(entries).toMatchObject([{ outcome: 'failed half way', deployId: error.data.deployId }]);
    expect(await run()).toMatchObject({ changes: [], deploy: null });
  });

  it('reports an unknown outcome if an answer is lost, and the next run finds out', async () => {
    const silent: readonly Fault[] = [{ kind: 'drop', ...always }];
    const error = await failed({ progress: progressWithFaults('Credentials', silent) });
    place.org.setFaults([]);
    expect(error.data.stages).toContainEqual({ name: 'assignments', state: 'unknown' });
    expect(error.actions).toContainEqual(expect.stringContaining('whether the stage assignments finished'));
    expect(await report()).toContain('Unknown');
    const again = await run();
    expect(again.changes.map(({ type }) => type)).toEqual(['Assignment']);
    expect(again.checks.filter(({ ok }) => ok === false)).toEqual([]);
  });
});

describe("A run whose change can't be read back", () => {
  const refused = (what: string): readonly Fault[] => [
    { kind: 'REQUEST_LIMIT_EXCEEDED', operation: what, ...always },
  ];

  it("doesn't call a job failed whose status the org doesn't return", async () => {
    await place.org.setFaults(refused('checkDeployStatus'));
    const error = await failed({});
    await place.org.setFaults([]);
    expect(error.data).toMatchObject({
      deployId: expect.stringMatching(/^0Af/),
      stages: [{ name: 'metadata', state: 'unknown' }],
    });
    expect(error.actions).toContain(`The deploy job ${error.data.deployId} may still be running.`);
    expect(await report()).not.toContain('the org changed none of it');
    expect((await run()).changes.map(({ type }) => type)).toEqual(['Credential', 'Assignment']);
  });
});

describe('The report of a killed run', () => {
  /** The report at the start of each stage. */
  const reportsAt = (file: string) => {
    const seen: Record<string, string> = {};
    const progress: Progress = {
      stage: async (name, work) => {
        seen[name] = await readFile(join(place.directory, file), 'utf8');
        return work(() => {});
      },
      line: () => {},
    };
    return { seen, progress };
  };

  it('says at each moment what has happened so far, and what is unknown', async () => {
    const { seen, progress } = reportsAt('report.json');
    await run({ progress, report: join(place.directory, 'report.json') });
    expect(JSON.parse(seen.Metadata ?? '')).toMatchObject({
      status: 'cut off',
      deploy: null,
      stages: [{ name: 'metadata', state: 'unknown' }],
    });
    expect(JSON.parse(seen.Assignments ?? '')).toMatchObject({
      status: 'cut off',
      deploy: { status: 'Succeeded' },
      credentials: [{ name: 'AcmeKms-KeyService', outcome: 'set' }],
      stages: [
        { name: 'metadata', state: 'done' },
        { name: 'credentials', state: 'done' },
        { name: 'assignments', state: 'unknown' },
      ],
    });
  });

  it("doesn't say that nothing was sent while a job is being sent", async () => {
    const { seen, progress } = reportsAt('report.md');
    await run({ progress });
    expect(seen.Metadata).toContain("| Deploy job | unknown: the org's answer is missing |");
    expect(seen.Metadata).toContain('| History | not known |');
    expect(seen.Credentials).toMatch(/\| Deploy job \| 0Af\w{15}, Succeeded \|/);
  });
});

describe('A lost answer', () => {
  it('about a credential is resolved by reading it back', async () => {
    const lost: readonly Fault[] = [
      { kind: 'dropAnswer', request: 'POST /services/data/v66.0/named-credentials/credential' },
    ];
    const result = await run({ progress: progressWithFaults('Metadata', lost) });
    expect(result.credentials).toEqual([{ name: 'AcmeKms-KeyService', outcome: 'set' }]);
  });

  it('about an assignment is resolved by reading the assignments', async () => {
    const lost: readonly Fault[] = [{ kind: 'dropAnswer', request: 'executeAnonymous' }];
    const result = await run({ progress: progressWithFaults('Credentials', lost) });
    expect(result.assignments).toEqual([{ name: 'AcmeKeyAccess → autoproc', outcome: 'assigned' }]);
    expect(result.checks.filter(({ ok }) => ok === false)).toEqual([]);
  });
});
