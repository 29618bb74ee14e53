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

/** How a wait for somebody else's job is limited and shown. */
export interface JobWait {
  /** Milliseconds. */
  readonly wait: number;
  readonly onProgress?: ((progress: DeployProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A job, or a run about to send one, that must come to its end before a plan can be trusted. */
export type Unfinished =
  | { readonly kind: 'journal'; readonly entry: JournalEntry }
  | { readonly kind: 'job'; readonly id: string };

/** The jobs of the user who is logged in, as far as the org tells. */
export interface JobsSeen {
  readonly ids: readonly string[];
  readonly unfinished: Unfinished | undefined;
}

const finalStatus = ['Succeeded', 'SucceededPartial', 'Failed', 'Canceled', 'FinalizingFailed'];
const journalPause = 100;
/** A run that is at work without a job of its own waits for nobody: after this it is taken for dead. */
const longestIdle = 5 * 60_000;

/**
 * What is under way in the org: by the journal, else by asking for the user's own jobs. An org that does not let this
 * user ask is no reason to stop: it takes one job at a time anyway.
 */
export async function seeJobs(
  org: Org,
  journal: Journal,
  remark: (sentence: string) => void,
): Promise<JobsSeen> {
  const jobs = await askForJobs(org, remark);
  const ids = jobs.map(({ id }) => id);
  const entry = journal.read();
  if (entry) return { ids, unfinished: { kind: 'journal', entry } };
  const job = jobs.find(({ status, checkOnly }) => !checkOnly && !finalStatus.includes(status));
  return { ids, unfinished: job && { kind: 'job', id: job.id } };
}

/**
 * Waits until what was under way is over, and takes it off the journal. What came of it is a sentence: the plan that is
 * made afterwards tells what is left to do.
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
  await whileAtWork(journal, entry, () => true, options);
  journal.end(entry.process?.run);
  return sentence;
}

/**
 * The job that was sent and whose answer was lost: the newest that was not there before. A job may take a moment to
 * be seen.
 */
export async function lostJob(org: Org, earlier: readonly string[]): Promise<string | undefined> {
  for (const pause of [0, 300, 1000]) {
    await sleep(pause);
    const found = (await recentDeploys(org)).find(({ id, checkOnly }) => !checkOnly && !earlier.includes(id));
    if (found) return found.id;
  }
  return undefined;
}

/** A run on this machine that has not sent its job yet is waited for; undefined where it has ended meanwhile. */
function knownJob(
  journal: Journal,
  found: JournalEntry,
  options: JobWait,
): Promise<JournalEntry | undefined> {
  return whileAtWork(journal, found, ({ deployId }) => deployId === undefined, options);
}

/** Waits while a run of this machine is at work and in a state; its entry then, undefined where it has ended. */
async function whileAtWork(
  journal: Journal,
  found: JournalEntry,
  isInState: (entry: JournalEntry) => boolean,
  { wait, signal }: JobWait,
): Promise<JournalEntry | undefined> {
  const begun = performance.now();
  let entry: JournalEntry | undefined = found;
  while (entry && isInState(entry) && journal.isRunning(entry)) {
    const elapsed = performance.now() - begun;
    if (elapsed >= longestIdle) return entry;
    if (signal?.aborted || elapsed >= wait) throw stillAtWork(entry);
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

/** How an org says that a user may not see deploy jobs: the type is hidden, or the access refused. */
const hiddenJobs: ReadonlySet<string | undefined> = new Set([
  'INSUFFICIENT_ACCESS',
  'INSUFFICIENT_ACCESS_OR_READONLY',
  'INVALID_TYPE',
]);

/** Only a missing permission is borne: after any other failure, a running job could be overlooked. */
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

function stillAtWork({ process: writer, startedAt }: JournalEntry): KeywayError {
  return new KeywayError(
    'AnotherRun',
    `Another keyway run (process ${writer?.id}, since ${startedAt}) is about to deploy to this org.`,
    { exitCode: 69, actions: ['Wait until it finishes, then run the same command again.'] },
  );
}
