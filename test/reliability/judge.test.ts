import { describe, expect, it } from '@jest/globals';
import { notConverged, untrueWords, wantedOf } from '../../scripts/reliability/judge.ts';
import { allComponents, type OrgState } from '../../scripts/reliability/org-state.ts';
import { toldByLines } from '../../scripts/reliability/sentences.ts';
import { type Account, toldByData } from '../../scripts/reliability/statements.ts';

const job = '0Af000000000001AAA';
const empty: OrgState = { jobs: [], components: [], credentials: [], assignments: [], keys: [] };
const sent: OrgState = { ...empty, jobs: [{ id: job, status: 'Succeeded' }], components: allComponents };
const full: OrgState = {
  ...sent,
  credentials: ['AcmeKms-KeyService'],
  assignments: ['AcmeKeyAccess → autoproc'],
  keys: [{ identifier: 'acme-data-1', status: 'ACTIVE', version: 2 }],
};
const wanted = wantedOf(true);

/** The statements of an account of `data`, or of lines, that aren't true of an org. */
const findUntrueStatements = (
  words: object | readonly string[],
  after: OrgState,
  before = empty,
): readonly string[] => {
  const told = Array.isArray(words) ? toldByLines(words).told : toldByData(words as Record<string, unknown>);
  const account: Account = { medium: 'it', told, isExhaustive: true };
  return untrueWords(account, before, after, wanted);
};

const truth = {
  deploy: { id: job, status: 'Succeeded' },
  deployId: job,
  credentials: [{ name: 'AcmeKms-KeyService', outcome: 'set' }],
  assignments: [{ name: 'AcmeKeyAccess → autoproc', outcome: 'assigned' }],
  keys: [{ name: 'AcmeDataKey', identifier: 'acme-data-1', outcome: 'inserted', status: 'ACTIVE' }],
  stages: ['metadata', 'credentials', 'assignments', 'keys'].map((name) => ({ name, state: 'done' })),
  checks: [{ link: 'Assignment', name: 'AcmeKeyAccess → autoproc', ok: true, message: 'is assigned' }],
};

describe('The judge of claims', () => {
  it('finds nothing in a true account', () => {
    expect(findUntrueStatements(truth, full)).toEqual([]);
    expect(
      findUntrueStatements(
        { ...truth, assignments: [], keys: [], stages: [], checks: [] },
        { ...full, assignments: [], keys: [] },
      ),
    ).toEqual([]);
  });

  it.each<[string, object, OrgState, string]>([
    ['a job that is not in the org', { ...truth, deployId: '' }, full, 'there is no job'],
    ['a job that ended otherwise', { ...truth, deploy: { id: job, status: 'Failed' } }, full, 'is Succeeded'],
    [
      'a secret that is not stored',
      truth,
      { ...full, credentials: [] },
      'AcmeKms-KeyService is not in the org',
    ],
    ['an assignment that is not there', truth, { ...full, assignments: [] }, 'autoproc is not in the org'],
    ['a key that is not there', truth, { ...full, keys: [] }, 'acme-data-1 ACTIVE is not in the org'],
    [
      'a key with another status',
      truth,
      { ...full, keys: [{ identifier: 'acme-data-1', status: 'DESTROYED', version: 2 }] },
      'acme-data-1 ACTIVE is not in the org',
    ],
    [
      'a stage that is not complete',
      { ...truth, credentials: [] },
      { ...full, credentials: [] },
      'is not in the org',
    ],
    [
      'a stage that failed and is complete',
      { ...truth, stages: [{ name: 'metadata', state: 'failed' }] },
      full,
      'the stage is complete in the org',
    ],
    [
      'a check that says no of what is there',
      { ...truth, checks: [{ link: 'Key', name: 'AcmeDataKey', ok: false }] },
      full,
      'acme-data-1 ACTIVE is in the org',
    ],
    [
      'a job that it leaves out',
      { ...truth, deploy: null, deployId: null },
      full,
      `does not tell the job ${job}`,
    ],
    [
      'an assignment that it leaves out',
      { ...truth, assignments: [], stages: [], checks: [] },
      full,
      'does not tell the assignment AcmeKeyAccess → autoproc',
    ],
    ['a plan without changes after one', { changes: [], checks: [{}] }, full, 'is new in the org'],
  ])('finds in data %s', (_, data, after, found) => {
    expect(findUntrueStatements(data, after)).toContainEqual(expect.stringContaining(found));
  });

  it.each<[string, string, OrgState]>([
    ['nothing was changed', 'Nothing was changed.', sent],
    ['nothing was sent', 'Nothing was sent. Grant them.', sent],
    [
      'the refusal of a job that succeeded',
      'The org refused the deploy, and nothing was changed (job X).',
      sent,
    ],
    ['a failed stage that is complete', '✖ Metadata     failed', sent],
    ['a finished stage that is not', '✔ Credentials  AcmeKms-KeyService set', sent],
    ['a job that is not there', `✔ Metadata     5 of 5 components   0.2 s   ${job}`, empty],
    ['links that are not there', '✔ Verified     11 of 11 links', sent],
    ['links of a fleet', '  ✔ acme-1  7 changes, verified: 10 of 10 links   0Af000000000001CAA', sent],
    ['what is done', 'Already done in the org: AcmeKeyAccess → autoproc assigned.', empty],
    ['a job that may run', `The deploy job ${job} may still be running.`, empty],
    ['a key that was created', 'AcmeDataKey was not created. Salesforce would refuse it.', full],
  ])('finds in sentences %s', (_, sentence, after) => {
    expect(findUntrueStatements([sentence], after)).toContainEqual(expect.stringContaining(sentence.trim()));
  });

  it('accepts a statement that something is unknown', () => {
    expect(
      findUntrueStatements(['Unknown: whether the stage metadata finished. The next run finds out.'], sent),
    ).toEqual([]);
    expect(findUntrueStatements({ stages: [{ name: 'metadata', state: 'unknown' }] }, sent)).toEqual([]);
  });

  it("reports a claim that it doesn't understand", () => {
    const { notUnderstood } = toldByLines(['Nobody was harmed.', 'Try again.']);
    expect(notUnderstood).toEqual(['Nobody was harmed.']);
  });

  it("doesn't call an org converged that lacks something, or has something twice", () => {
    expect(notConverged(full, wanted)).toEqual([]);
    expect(notConverged({ ...full, keys: [...full.keys, ...full.keys] }, wanted)).toHaveLength(1);
    expect(notConverged({ ...full, assignments: [] }, wanted)).toHaveLength(1);
    expect(
      notConverged({ ...full, jobs: [...full.jobs, { id: 'other', status: 'Succeeded' }] }, wanted),
    ).toEqual(['2 jobs succeeded']);
  });
});
