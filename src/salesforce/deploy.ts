import pRetry from 'p-retry';
import { z } from 'zod';
import { markAfterChange } from '../errors/answer-lost.ts';
import { KeywayError } from '../errors/index.ts';
import { checkedAnswer, unexpectedAnswer } from '../wire/answer-check.ts';
import { pauses } from '../wire/polling.ts';
import type { Org } from './connect.ts';
import { type DeployJob, deployJobs, type WireDeployOptions } from './deploy-job.ts';
import { type DeployOutcome, isFinal, outcomeOf } from './deploy-outcome.ts';
import { wireError } from './errors.ts';
import { toolingQuery } from './query.ts';
import type { DeployStatusAnswer } from './soap-schemas.ts';
import { soql } from './soql.ts';

export interface DeployProgress {
  readonly id: string;
  readonly status: string;
  readonly done: number;
  readonly total: number;
}

export interface WaitOptions {
  /** Time to wait for the end, in milliseconds. */
  readonly wait: number;
  readonly onProgress?: (progress: DeployProgress) => void;
  /** Ends the wait, not the job. */
  readonly signal?: AbortSignal;
}

export interface DeployOptions extends WaitOptions {
  /** Only validates. */
  readonly checkOnly?: boolean;
  /** Deletes removed components permanently, bypassing the recycle bin. */
  readonly purgeOnDelete?: boolean;
  /** If false, a warning makes the job fail. */
  readonly ignoreWarnings?: boolean;
  /** Runs only these test classes. They must cover 75% of every class in the job. */
  readonly runTests?: readonly string[];
  /** Called with the job's id as soon as the org returns it, before the next request. */
  readonly onStarted?: (id: string) => void | Promise<void>;
}

/**
 * Deploys files in one job that succeeds or fails as a whole. The files are those of the zip in metadata format:
 * `package.xml`, `externalCredentials/X.externalCredential`, `destructiveChangesPost.xml`, …, sent unchanged. Runs
 * no tests except those of `runTests`. A failed job is an outcome, not an error.
 *
 * @throws KeywayError `DeployStillRunning` (exit code 69, `data.deployId`) when the wait ends, and network errors,
 * with `data.deployId` if the job has started: it continues in the org
 */
export async function deploy(
  org: Org,
  files: ReadonlyMap<string, string>,
  options: DeployOptions,
): Promise<DeployOutcome> {
  const startedAt = performance.now();
  const jobs = await deployJobs(org);
  if (options.signal?.aborted)
    throw new KeywayError('Interrupted', 'Interrupted; no deploy job was sent.', { exitCode: 130 });
  const id = await startJob(org, jobs, files, options);
  await options.onStarted?.(id);
  return waitForEnd(org, jobs, id, options, startedAt);
}

/** @returns the job's id; any other answer leaves unknown whether the org accepted the job */
function startJob(
  org: Org,
  jobs: DeployJob,
  files: ReadonlyMap<string, string>,
  options: DeployOptions,
): Promise<string> {
  const what = 'sending the deploy job';
  return callDeployApi(org, what, undefined, async () => {
    const id: unknown = await jobs.start(files, wireOptions(options));
    if (typeof id === 'string' && /^\w{15}(?:\w{3})?$/.test(id)) return id;
    throw unexpectedAnswer(org.connection.place(what), 'result.id', 'is no id');
  });
}

/** Waits for a job that was started earlier. Returns the same as {@link deploy}. */
export async function resumeDeploy(org: Org, id: string, options: WaitOptions): Promise<DeployOutcome> {
  const startedAt = performance.now();
  return waitForEnd(org, await deployJobs(org), id, options, startedAt);
}

/** Asks the org to cancel a job. Its status shows when it has ended ({@link resumeDeploy}). */
export async function cancelDeploy(org: Org, id: string): Promise<void> {
  const jobs = await deployJobs(org);
  await callDeployApi(org, 'canceling the deploy job', id, () => jobs.cancel(id));
}

export interface RecentDeploy {
  readonly id: string;
  readonly status: string;
  readonly checkOnly: boolean;
  /** ISO 8601. */
  readonly createdDate: string;
  readonly total: number;
}

/** Reads the signed-in user's newest jobs, newest first, to find one whose answer was lost. */
export async function recentDeploys(org: Org, limit = 20): Promise<readonly RecentDeploy[]> {
  const rows = await toolingQuery<Readonly<Record<string, string | number | boolean>>>(
    org,
    soql`SELECT Id, Status, CheckOnly, CreatedDate, NumberComponentsTotal FROM DeployRequest WHERE CreatedById = ${org.userId} ORDER BY CreatedDate DESC LIMIT ${limit}`,
    'looking for deploy jobs',
  );
  return rows.map((row) => ({
    id: String(row.Id),
    status: String(row.Status),
    checkOnly: row.CheckOnly === true,
    createdDate: String(row.CreatedDate),
    total: Number(row.NumberComponentsTotal ?? 0),
  }));
}

function wireOptions({
  checkOnly = false,
  ignoreWarnings = false,
  purgeOnDelete = false,
  runTests,
}: DeployOptions): WireDeployOptions {
  return {
    allowMissingFiles: false,
    autoUpdatePackage: false,
    checkOnly,
    ignoreWarnings,
    performRetrieve: false,
    purgeOnDelete,
    rollbackOnError: true,
    ...(runTests ? { runTests: [...runTests] } : {}),
    singlePackage: true,
    ...(runTests ? { testLevel: 'RunSpecifiedTests' } : {}),
  };
}

async function waitForEnd(
  org: Org,
  jobs: DeployJob,
  id: string,
  options: WaitOptions,
  startedAt: number,
): Promise<DeployOutcome> {
  const { wait, signal, onProgress } = options;
  for await (const _ of pauses(signal)) {
    if (signal?.aborted) throw interrupted(id);
    const answer = await readStatus(org, jobs, id);
    const elapsed = performance.now() - startedAt;
    onProgress?.({
      id,
      status: answer.status,
      done: answer.numberComponentsDeployed,
      total: answer.numberComponentsTotal,
    });
    if (isFinal(answer)) return outcomeOf(id, answer, Math.round(elapsed));
    if (elapsed >= wait) throw stillRunningError(id, answer.status, wait);
  }
  throw interrupted(id);
}

/**
 * Between Pending and InProgress a real org may briefly answer INVALID_CROSS_REFERENCE_KEY (seen by
 * source-deploy-retrieve).
 */
const PASSING =
  /ECONNRESET|EPIPE|EAI_AGAIN|ETIMEDOUT|HTTP_50[234]|SERVER_UNAVAILABLE|UNABLE_TO_LOCK_ROW|INVALID_CROSS_REFERENCE_KEY/;

function readStatus(org: Org, jobs: DeployJob, id: string): Promise<DeployStatusAnswer> {
  const what = 'asking for the deploy status';
  const ask = async () => {
    const { soapSchemas } = await import('./soap-schemas.ts');
    const schema = z.looseObject({ result: soapSchemas.deployResult });
    const place = org.connection.place(what);
    const { result } = checkedAnswer(schema, { result: await jobs.status(id) }, place);
    if (result.id.slice(0, 15) === id.slice(0, 15)) return result;
    throw unexpectedAnswer(place, 'result.id', 'is that of another job');
  };
  return callDeployApi(org, what, id, () =>
    pRetry(ask, {
      retries: 4,
      minTimeout: 250,
      shouldRetry: ({ error }) =>
        PASSING.test(`${(error as { errorCode?: string }).errorCode} ${error.message}`),
    }),
  );
}

async function callDeployApi<T>(
  org: Org,
  what: string,
  deployId: string | undefined,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call();
  } catch (fault) {
    const error = wireError(fault, org.connection.place(what));
    if (deployId === undefined) throw error;
    if (error.code === 'Interrupted') throw interrupted(deployId);
    const late = new KeywayError(error.code, error.message, {
      actions: [...error.actions, `The job ${deployId} may continue in the org.`],
      cause: error.cause,
      data: { ...(error.data as object | undefined), deployId },
    });
    throw markAfterChange(late);
  }
}

function stillRunningError(deployId: string, status: string, wait: number): KeywayError {
  return new KeywayError(
    'DeployStillRunning',
    `The deploy job ${deployId} is still ${status} after ${Math.round(wait / 1000)} s. It continues in the org.`,
    {
      exitCode: 69,
      data: { deployId, status },
      actions: ['Run the same command again: it finds the job and waits for it.'],
    },
  );
}

function interrupted(deployId: string): KeywayError {
  return new KeywayError('Interrupted', `Interrupted; the deploy job ${deployId} continues in the org.`, {
    exitCode: 130,
    data: { deployId },
    actions: ['Run the same command again: it finds the job and waits for it.'],
  });
}
