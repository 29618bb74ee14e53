import { dirname, join, resolve } from 'node:path';
import { KeywayError } from '../errors/index.ts';
import type { Planned } from '../operations/plan.ts';
import { isProtected } from './approve.ts';
import { gitStateOf } from './git.ts';
import { newHistoryId, openHistory } from './history.ts';
import { type Journal, openJournal } from './journal.ts';
import { seeJobs, type Unfinished } from './running-jobs.ts';
import type { Session } from './session.ts';
import { beforeOf, historyChanges, type Snapshot, snapshotFormat } from './snapshot.ts';
import { describeOrg } from './summary.ts';

/*
 * What a run writes down beside the config: the way back before anything is changed, and the job that is under way.
 */

/** What a run is called in the history. */
export interface OrderRecord {
  readonly what: Snapshot['what'];
  readonly of?: string | undefined;
}

export interface Records {
  readonly journal: Journal;
  /** Sentences for people, each once. */
  readonly remarks: readonly string[];
  readonly remark: (sentence: string) => void;
  /**
   * Writes the snapshot, then the intent to send a job. Where another run or a job of the same user has come between,
   * nothing is written and that is given: the plan is to be made anew.
   * @throws KeywayError `HistoryUnwritable` for a protected org
   */
  begin(
    order: OrderRecord,
    planned: Planned,
    known: { readonly earlierJobs: readonly string[]; readonly needsJob: boolean },
  ): Promise<RunRecord>;
}

export interface RunRecord {
  readonly unfinished?: Unfinished | undefined;
  /** The user's jobs as they were just before ours. */
  readonly jobs: readonly string[];
  /** null where no history could be written. */
  readonly historyId: string | null;
  readonly end: (outcome: Snapshot['outcome'], deployId?: string) => void;
}

export function historyDirectory(configFile: string, given: string | undefined): string {
  return given === undefined ? beside(configFile, 'history') : resolve(given);
}

export function openRecords(session: Session, historyDir: string | undefined): Records {
  const { config, org } = session;
  const remarks: string[] = [];
  const remark = (sentence: string): void => {
    if (!remarks.includes(sentence)) remarks.push(sentence);
  };
  const journal = openJournal(join(beside(config.file, 'journal'), `${org.id}.json`), org.id, remark);
  const history = openHistory(historyDirectory(config.file, historyDir), org.id);

  const write = (snapshot: Snapshot): boolean => {
    try {
      history.write(snapshot);
      return true;
    } catch (error) {
      if (!(error instanceof KeywayError)) throw error;
      if (isProtected(org, config.environment)) {
        throw new KeywayError(
          error.code,
          `${error.message} A protected org is not changed without a way back.`,
          {
            actions: ['Nothing was changed.', ...error.actions],
          },
        );
      }
      remark(
        `${error.message} This run cannot be rolled back from it; keyway rollback --to GIT-REF needs none.`,
      );
      return false;
    }
  };

  return {
    journal,
    remarks,
    remark,
    async begin({ what, of }, { desired, plan, state }, { earlierJobs, needsJob }) {
      const now = new Date();
      const snapshot: Snapshot = {
        keyway: 'history',
        format: snapshotFormat,
        id: newHistoryId(now),
        at: now.toISOString(),
        what,
        ...(of === undefined ? {} : { of }),
        ...describeOrg(session),
        git: await gitStateOf(config.file),
        apiVersion: config.apiVersion,
        changes: historyChanges(plan.changes),
        before: beforeOf(plan.changes, desired.principals, state),
      };
      const written = write(snapshot);
      const withdrawn = (unfinished: Unfinished, jobs: readonly string[]): RunRecord => {
        if (written) history.remove(snapshot.id);
        return { unfinished, jobs, historyId: null, end: () => {} };
      };
      let jobs = earlierJobs;
      if (needsJob) {
        // A person may have thought for minutes: what was sent meanwhile has moved the org.
        const seen = await seeJobs(org, journal, remark);
        jobs = seen.ids;
        const newer = seen.ids.find((id) => !earlierJobs.includes(id));
        const unfinished =
          seen.unfinished ?? (newer === undefined ? undefined : { kind: 'job' as const, id: newer });
        if (unfinished) return withdrawn(unfinished, jobs);
        const entry = journal.begin(jobs);
        if (entry) return withdrawn({ kind: 'journal', entry }, jobs);
      }
      return {
        jobs,
        historyId: written ? snapshot.id : null,
        end: (outcome, deployId = undefined) => {
          if (!written) return;
          try {
            history.write({ ...snapshot, ...(outcome ? { outcome } : {}), deployId: deployId ?? null });
          } catch {
            remark(`What came of this run could not be added to the history ${history.directory}.`);
          }
        },
      };
    },
  };
}

function beside(configFile: string, folder: string): string {
  return join(dirname(resolve(configFile)), '.keyway', folder);
}
