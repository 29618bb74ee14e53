import { setTimeout as sleep } from 'node:timers/promises';
import { KeywayError } from '../errors/index.ts';
import {
  type DeployOutcome,
  type DeployProgress,
  errorCodeOf,
  type Org,
  type RecentDeploy,
  recentDeploys,
  resumeDeploy,
} from '../salesforce/index.ts';
import type { Journal, JournalEntry } from './journal.ts';

/** Limits the wait for another job, and shows it. */
export interface JobWait {
  /** Milliseconds. */
  readonly wait: number;
  readonly onProgress?: ((progress: DeployProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A running job, or a run that is about to send one. A plan is only valid after it has ended. */
export type Unfinished =
  | { readonly kind: 'journal'; readonly entry: JournalEntry }
  | { readonly kind: 'job'; readonly id: string };

/** The signed-in user's jobs, as far as the org shows them. */
export interface RunningJobs {
  readonly ids: readonly string[];
  readonly unfinished: Unfinished | undefined;
}

const finalStatus = ['Succeeded', 'SucceededPartial', 'Failed', 'Canceled', 'FinalizingFailed'];
const journalPause = 100;
/** If another run works for longer than this without sending a job, it is considered dead. */
const maxIdleTime = 5 * 60_000;

/**
 * Finds running jobs: by the journal, else by asking the org for the user's own jobs. If the org hides them from
 * this user, continues: an org runs one job at a time anyway.
 */
export async function findRunningJobs(
  org: Org,
  journal: Journal,
  remark: (sentence: string) => void,
): Promise<RunningJobs> {
  const jobs = await askForJobs(org, remark);
  const ids = jobs.map(({ id }) => id);
  const entry = journal.read();
  if (entry) return { ids, unfinished: { kind: 'journal', entry } };
  const job = jobs.find(({ status, checkOnly }) => !checkOnly && !finalStatus.includes(status));
  return { ids, unfinished: job && { kind: 'job', id: job.id } };
}

/**
 * Waits for the running job to end and removes it from the journal. Reports its outcome as a sentence; the next
 * plan shows what is left to do.
 */
export async function settleUnfinished(
  org: Org,
  journal: Journal,
  unfinished: Unfinished,
  options: JobWait,
): Promise<string> {
  if (unfinished.kind === 'job') return outcomeOf(org, unfinished.id, options);
  const entry = await knownJob(journal, unfinished.entry, options);
  if (!entry) return 'Another keyway run was working on this org and has finished.';
  const id = entry.deployId ?? (await lostJob(org, entry.earlierJobs));
  const sentence =
    id === undefined
      ? 'An earlier run stopped before it sent its deploy job.'
      : await outcomeOf(org, id, options);
  await waitWhileWorking(journal, entry, () => true, options);
  journal.end(entry.process?.run);
  return sentence;
}

/**
 * Finds the job that was sent but whose answer was lost: the newest one that wasn't there before. A new job may
 * take a moment to appear.
 */
export async function lostJob(org: Org, earlier: readonly string[]): Promise<string | undefined> {
  for (const pause of [0, 300, 1000]) {
    await sleep(pause);
    const found = (await recentDeploys(org)).find(({ id, checkOnly }) => !checkOnly && !earlier.includes(id));
    if (found) return found.id;
  }
  return undefined;
}

/** Waits for a run on this machine that hasn't sent its job yet; undefined if it ended meanwhile. */
function knownJob(
  journal: Journal,
  found: JournalEntry,
  options: JobWait,
): Promise<JournalEntry | undefined> {
  return waitWhileWorking(journal, found, ({ deployId }) => deployId === undefined, options);
}

/**
 * Waits while a run on this machine works and stays in the given state. Returns its entry, or undefined if it
 * ended.
 */
async function waitWhileWorking(
  journal: Journal,
  found: JournalEntry,
  isInState: (entry: JournalEntry) => boolean,
  { wait, signal }: JobWait,
): Promise<JournalEntry | undefined> {
  const startedAt = performance.now();
  let entry: JournalEntry | undefined = found;
  while (entry && isInState(entry) && journal.isRunning(entry)) {
    const elapsed = performance.now() - startedAt;
    if (elapsed >= maxIdleTime) return entry;
    if (signal?.aborted || elapsed >= wait) throw runStillWorkingError(entry);
    await sleep(journalPause);
    entry = journal.read();
    if (entry?.process?.run !== found.process?.run) return undefined;
  }
  return entry;
}

async function outcomeOf(org: Org, id: string, { wait, signal, onProgress }: JobWait): Promise<string> {
  try {
    const outcome = await resumeDeploy(org, id, {
      wait,
      ...(onProgress ? { onProgress } : {}),
      ...(signal ? { signal } : {}),
    });
    return `The deploy job ${id} was running and has finished: ${describe(outcome)}.`;
  } catch (error) {
    if (errorCodeOf(error) !== 'INVALID_CROSS_REFERENCE_KEY') throw error;
    return `The deploy job ${id} of an earlier run is no longer known to the org.`;
  }
}

function describe({ status, failures: [first] }: DeployOutcome): string {
  return first
    ? `${status} (${[first.type, first.fullName, first.problem].filter(Boolean).join(' ')})`
    : status;
}

/** The codes by which an org says that a user may not see deploy jobs: the type is hidden, or access is refused. */
const hiddenJobs: ReadonlySet<string | undefined> = new Set([
  'INSUFFICIENT_ACCESS',
  'INSUFFICIENT_ACCESS_OR_READONLY',
  'INVALID_TYPE',
]);

/** Tolerates only a missing permission. After any other failure, a running job could be missed. */
async function askForJobs(org: Org, remark: (sentence: string) => void): Promise<readonly RecentDeploy[]> {
  try {
    return await recentDeploys(org);
  } catch (error) {
    const isForbidden = error instanceof KeywayError && error.code === 'Forbidden';
    if (!isForbidden && !hiddenJobs.has(errorCodeOf(error))) throw error;
    remark(
      `${org.username} can't see deploy jobs (${errorCodeOf(error)}), so keyway doesn't know whether one is running.`,
    );
    return [];
  }
}

function runStillWorkingError({ process: writer, startedAt }: JournalEntry): KeywayError {
  return new KeywayError(
    'AnotherRun',
    `Another keyway run (process ${writer?.id}, since ${startedAt}) is about to deploy to this org.`,
    { exitCode: 69, actions: ['Wait until it finishes, then run the same command again.'] },
  );
}
