import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openJournal } from '../../src/engine/journal.ts';
import { findRunningJobs } from '../../src/engine/running-jobs.ts';
import { connect } from '../../src/salesforce/index.ts';
import { type Answer, fakeSalesforce, TOKEN } from '../salesforce/fake-salesforce.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyway-jobs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Looks for jobs in an org that gives these answers in order, and repeats the last one. */
async function look(answers: readonly Answer[]) {
  let asked = 0;
  await using server = await fakeSalesforce(({ path }) =>
    path.includes('/tooling/query') ? answers[Math.min(asked++, answers.length - 1)] : undefined,
  );
  const org = await connect(
    { kind: 'token', instanceUrl: server.url, accessToken: TOKEN },
    { apiVersion: '66.0', stateDir: folder },
  );
  const remarks: string[] = [];
  const journal = openJournal(join(folder, 'journal.json'), org.id, () => undefined);
  try {
    const seen = await findRunningJobs(org, journal, (sentence) => remarks.push(sentence));
    return { code: undefined, seen, remarks, asked };
  } catch (error) {
    return { code: (error as { code?: string }).code, seen: undefined, remarks, asked };
  } finally {
    await org.close();
  }
}

const refusal = (status: number, errorCode: string): Answer => ({
  status,
  json: [{ errorCode, message: 'no' }],
});

describe('looking for running jobs', () => {
  it.each<[string, Answer]>([
    ['the access is refused', refusal(403, 'INSUFFICIENT_ACCESS')],
    ['the type is hidden', refusal(400, 'INVALID_TYPE')],
  ])('continues with a remark when %s', async (_, answer) => {
    const { code, seen, remarks } = await look([answer]);
    expect(code).toBeUndefined();
    expect(seen).toEqual({ ids: [], unfinished: undefined });
    expect(remarks).toEqual([expect.stringContaining("can't see deploy jobs")]);
  });

  it.each<[string, Answer, number, string]>([
    [
      'a server error that stays, after three requests',
      refusal(500, 'UNKNOWN_EXCEPTION'),
      3,
      'OrgUnavailable',
    ],
    ['a session that has expired', refusal(401, 'INVALID_SESSION_ID'), 1, 'SessionExpired'],
    ['a limit that is used up', refusal(403, 'REQUEST_LIMIT_EXCEEDED'), 1, 'RequestLimitExceeded'],
    ['an answer of the wrong form', { json: { records: null } }, 1, 'UnexpectedAnswer'],
  ])('stops at %s', async (_, answer, requests, code) => {
    expect(await look([answer])).toEqual({ code, seen: undefined, remarks: [], asked: requests });
  });

  it('retries after a temporary server error', async () => {
    const job = {
      Id: '0Af1',
      Status: 'InProgress',
      CheckOnly: false,
      CreatedDate: '',
      NumberComponentsTotal: 1,
    };
    const { seen, remarks } = await look([
      refusal(500, 'UNKNOWN_EXCEPTION'),
      { json: { done: true, records: [job] } },
    ]);
    expect(seen).toEqual({ ids: ['0Af1'], unfinished: { kind: 'job', id: '0Af1' } });
    expect(remarks).toEqual([]);
  });
});
