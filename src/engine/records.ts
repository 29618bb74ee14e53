import { dirname, join, resolve } from 'node:path';
import { KeywayError } from '../errors/index.ts';
import type { Outcomes } from '../kinds/outcomes.ts';
import { isProtected } from '../kinds/protected.ts';
import type { Planned } from '../kinds/run.ts';
import type { Session } from '../kinds/session.ts';
import { gitStateOf } from './git.ts';
import type { Goal } from './goal.ts';
import { type History, newHistoryId, openHistory } from './history.ts';
import { type Journal, openJournal } from './journal.ts';
import { combineOutcomes, nothingDone } from './outcomes.ts';
import { findRunningJobs, type Unfinished } from './running-jobs.ts';
import { historyChanges, type Snapshot, snapshotFormat, snapshotState } from './snapshot.ts';
import { describeOrg } from './summary.ts';

/*
 * What a run records: beside the config, the state before the changes and the current job; in memory, what it has
 * done so far.
 */

export interface Records {
  readonly journal: Journal;
  /** Sentences for people, without repetitions. */
  readonly remarks: readonly string[];
  readonly remark: (sentence: string) => void;
  /** What the run has done so far. */
  readonly done: Outcomes;
  /** Whether the run changed something in the org or another system. */
  readonly hasChanged: boolean;
  readonly record: (outcomes: Partial<Outcomes>) => void;
  /** The user's jobs before the next one of this run, newest first. */
  readonly jobs: readonly string[];
  /** The state of each stage of this run, in the order in which they started. */
  readonly stages: readonly StageRecord[];
  /** Calls back after every change and whenever a stage starts or ends, because a killed run can't report later. */
  watch(changed: () => void): void;
  /** Records that a stage starts or ends. Until then, its outcome is unknown. */
  stage(name: string, state: StageRecord['state']): void;
  /** The last metadata job that the org accepted, whatever its outcome. */
  readonly startedJob: string | undefined;
  /** The metadata jobs of this run that succeeded. */
  readonly sentJobs: readonly string[];
  /** Finds a running job or run, and remembers the user's jobs. */
  findUnfinished(): Promise<Unfinished | undefined>;
  /**
   * Writes the snapshot, then the intent to send a job. If another run or a job of the same user started meanwhile,
   * writes nothing and returns it: the plan must be made again.
   * @throws KeywayError `FileUnwritable` for a protected org
   */
  begin(goal: Goal, planned: Planned, needsJob: boolean): Promise<Unfinished | undefined>;
  /** Prepares the journal for the next job, if this run has already sent one. */
  nextJob(): void;
  /** null if no history could be written. */
  readonly historyId: string | null;
  end(outcome: Snapshot['outcome']): void;
}

/** A stage of a run, and its known state. */
export interface StageRecord {
  readonly name: string;
  readonly state: 'done' | 'failed' | 'unknown';
}

export function historyDirectory(configFile: string, given: string | undefined): string {
  return given === undefined ? pathBeside(configFile, 'history') : resolve(given);
}

export function openRecords(session: Session, historyDir: string | undefined): Records {
  const { config, org } = session;
  const remarks: string[] = [];
  const remark = (sentence: string): void => {
    if (!remarks.includes(sentence)) remarks.push(sentence);
  };
  const written = openJournal(join(pathBeside(config.file, 'journal'), `${org.id}.json`), org.id, remark);
  let startedJob: string | undefined;
  const journal: Journal = {
    ...written,
    started(deployId) {
      startedJob = deployId;
      written.started(deployId);
    },
  };
  const stages = new Map<string, StageRecord['state']>();
  const history = openHistory(historyDirectory(config.file, historyDir), org.id);
  let done: Outcomes = nothingDone;
  let hasChanged = false;
  let jobs: readonly string[] = [];
  let sent: readonly string[] = [];
  let snapshot: Snapshot | undefined;
  let changed = () => {};

  const findUnfinished = async (): Promise<Unfinished | undefined> => {
    const seen = await findRunningJobs(org, journal, remark);
    jobs = seen.ids;
    return seen.unfinished;
  };
  const begin = async (): Promise<Unfinished | undefined> => {
    // The approval may have taken minutes. A job sent meanwhile may have changed the org.
    const earlier = jobs;
    const unfinished = await findUnfinished();
    const newer = jobs.find((id) => !earlier.includes(id));
    if (unfinished) return unfinished;
    if (newer !== undefined) return { kind: 'job', id: newer };
    const entry = journal.begin(jobs);
    return entry && { kind: 'journal', entry };
  };
  return {
    journal,
    remarks,
    remark,
    get done() {
      return done;
    },
    get hasChanged() {
      return hasChanged;
    },
    record(outcomes) {
      done = combineOutcomes(done, outcomes);
      hasChanged ||= changesOrg(outcomes);
      if (outcomes.deploy) sent = [...sent, outcomes.deploy.id];
      changed();
    },
    get jobs() {
      return [...jobs, ...sent];
    },
    get sentJobs() {
      return sent;
    },
    get startedJob() {
      return startedJob;
    },
    get stages() {
      return [...stages].map(([name, state]) => ({ name, state }));
    },
    stage: (name, state) => {
      stages.set(name, state);
      changed();
    },
    watch(listener) {
      changed = listener;
    },
    findUnfinished,
    async begin(goal, planned, needsJob) {
      const before = await snapshotOf(session, goal, planned);
      snapshot = writeSnapshot(session, history, before, remark) ? before : undefined;
      const unfinished = needsJob ? await begin() : undefined;
      if (unfinished && snapshot) history.remove(snapshot.id);
      if (unfinished) snapshot = undefined;
      return unfinished;
    },
    nextJob() {
      if (sent.length > 0) journal.next([...jobs, ...sent]);
    },
    get historyId() {
      return snapshot?.id ?? null;
    },
    end(outcome) {
      journal.release();
      if (!snapshot) return;
      try {
        const deployId = done.deploy?.id ?? startedJob ?? null;
        history.write({ ...snapshot, ...(outcome ? { outcome } : {}), deployId });
      } catch {
        remark(`keyway couldn't record this run in the history ${history.directory}.`);
      }
    },
  };
}

/** A key that the org makes later changes nothing now. */
function changesOrg({ keys = [], ...others }: Partial<Outcomes>): boolean {
  return Object.keys(others).length > 0 || keys.some(({ outcome }) => outcome !== 'pending');
}

async function snapshotOf(session: Session, goal: Goal, planned: Planned): Promise<Snapshot> {
  const now = new Date();
  const { file, apiVersion } = session.config;
  return {
    keyway: 'history',
    format: snapshotFormat,
    id: newHistoryId(now),
    at: now.toISOString(),
    what: goal.what,
    ...(goal.of === undefined ? {} : { of: goal.of }),
    ...describeOrg(session),
    git: await gitStateOf(file),
    apiVersion,
    changes: historyChanges(planned.plan.changes),
    before: snapshotState(planned),
  };
}

/** Whether the snapshot was written. Only a protected org isn't changed without one. */
function writeSnapshot(
  { config, org }: Session,
  history: History,
  snapshot: Snapshot,
  remark: (sentence: string) => void,
): boolean {
  try {
    history.write(snapshot);
    return true;
  } catch (error) {
    if (!(error instanceof KeywayError)) throw error;
    if (isProtected(org, config.environment)) {
      const message = `${error.message} keyway doesn't change a protected org without a record to roll back to.`;
      throw new KeywayError(error.code, message, { actions: ['Nothing was changed.', ...error.actions] });
    }
    remark(
      `${error.message} You can't roll this run back from the history. keyway rollback --to GIT-REF works without it.`,
    );
    return false;
  }
}

function pathBeside(configFile: string, folder: string): string {
  return join(dirname(resolve(configFile)), '.keyway', folder);
}
