import { setTimeout as sleep } from 'node:timers/promises';
import { brokenClasses, compileDeployed } from '../apex-classes/compile-deployed.ts';
import { runDeployTests } from '../apex-classes/run-deploy-tests.ts';
import { ApiError, ours } from '../api-error.ts';
import { prepareKeys } from '../certificates/prepare-keys.ts';
import { restDatetime } from '../clock.ts';
import { id18, isId, keyPrefix } from '../ids.ts';
import { type Caller, type Org, orgKind } from '../org.ts';
import { auditDeploy } from '../setup-audit-trail.ts';
import type { StoredDeployJob } from '../store/collections.ts';
import type { Transaction } from '../store/database.ts';
import { JOB_IS_DONE, QUICK_DEPLOY_DAYS } from '../uncertain.ts';
import type { DeployMessage } from './deploy-message.ts';
import { checkDeployOptions, type DeployOptions } from './deploy-options.ts';
import { countMessages, newResult, statusOf } from './deploy-result.ts';
import { type DeploySource, readSource } from './deploy-source.ts';
import { runDeploy } from './run-deploy.ts';
import { readZip, ZipProblem } from './zip.ts';

/** How long a job stays in each state, in milliseconds; read again for each job. */
export interface JobPace {
  readonly pending: number;
  readonly inProgress: number;
}

export interface DeployJobs {
  readonly pace: () => JobPace;
  submit(
    zip: Buffer,
    options: Readonly<Record<string, unknown>>,
    apiVersion: number,
    caller: Caller,
  ): Promise<StoredDeployJob>;
  find(id: string): StoredDeployJob;
  cancel(id: string, caller: Caller): Promise<StoredDeployJob>;
  /** Deploys what an earlier job validated. */
  quickDeploy(id: string, caller: Caller): Promise<StoredDeployJob>;
  /** Continues jobs that an earlier process left unfinished. */
  resume(): void;
  stop(): void;
}

/** The number of jobs whose results are kept. */
const KEPT = 200;
const isDone = (job: StoredDeployJob): boolean => job.result.done === true;
/** "As part of the validation, Apex tests in the target org have passed" (Metadata API Developer Guide, deployRecentValidation()). */
const isQuickDeployable = (job: StoredDeployJob | undefined): boolean =>
  job?.status === 'Succeeded' && job.options.checkOnly === true && job.result.runTestsEnabled === true;

/** Runs one deploy at a time, in order of arrival. The others are Pending (Metadata API Developer Guide, deploy()). */
export const createDeployJobs = (org: Org, pace: () => JobPace): DeployJobs => {
  const stopping = new AbortController();
  let last: Promise<void> = Promise.resolve();

  const change = (
    tx: Transaction,
    id: string,
    status: string,
    result: Readonly<Record<string, unknown>>,
  ): void => {
    const job = tx.get('deployJob', id);
    if (job === undefined) return;
    const lastModifiedDate = restDatetime(org.clock.now());
    tx.put('deployJob', id, { ...job, status, result: { ...job.result, lastModifiedDate, ...result } });
  };

  const finish = (
    tx: Transaction,
    id: string,
    status: string,
    result: Readonly<Record<string, unknown>>,
  ): void => {
    const completedDate = restDatetime(org.clock.now());
    change(tx, id, status, {
      done: true,
      completedDate,
      ...result,
      success: status === 'Succeeded' || status === 'SucceededPartial',
    });
    if (!isQuickDeployable(tx.get('deployJob', id))) tx.remove('deployZip', id);
    const jobs = tx.all('deployJob');
    for (const job of jobs.slice(0, Math.max(0, jobs.length - KEPT)))
      if (isDone(job)) tx.remove('deployJob', job.id);
  };

  const run = async (id: string): Promise<void> => {
    const { pending, inProgress } = pace();
    await sleep(pending, undefined, { signal: stopping.signal });
    const started = await org.database.transaction((tx) => {
      const job = tx.get('deployJob', id);
      if (job === undefined || isDone(job)) return undefined;
      change(tx, id, 'InProgress', { startDate: restDatetime(org.clock.now()) });
      return job;
    });
    if (started === undefined) return;
    await sleep(inProgress, undefined, { signal: stopping.signal });
    const fault = org.faults.ofJob();
    while (
      fault?.kind === 'jobStuck' &&
      org.faults.has(fault) &&
      org.database.view.get('deployJob', id)?.status === 'InProgress'
    )
      await sleep(5, undefined, { signal: stopping.signal });
    const zip = org.database.view.get('deployZip', id);
    const options = started.options as unknown as DeployOptions;
    let source: DeploySource;
    try {
      source = readSource(await readZip(Buffer.from(zip ?? '', 'base64')), started.apiVersion, options);
    } catch (error) {
      if (!(error instanceof ZipProblem)) throw error;
      const failed = { errorStatusCode: 'UNKNOWN_EXCEPTION', errorMessage: error.message };
      return org.database.transaction((tx) => finish(tx, id, 'Failed', failed));
    }
    const keys = await prepareKeys(org.database.view, source, options.checkOnly);
    await org.database.transaction(async (tx) => {
      const job = tx.get('deployJob', id);
      if (job === undefined || isDone(job)) return;
      if (job.status === 'Canceling' || fault?.kind === 'jobCanceled') return finish(tx, id, 'Canceled', {});
      const undo = tx.savepoint();
      const userId = String(job.result.createdBy);
      const classes = await compileDeployed(tx, source, userId);
      const author = { userId, now: restDatetime(org.clock.now()), keys, classes };
      const deployed = [
        ...runDeploy(tx, source, author, fault?.kind === 'oneJobRefused'),
        ...brokenClasses(source, classes),
      ];
      const components = statusOf(deployed, options.rollbackOnError);
      const tests =
        components === 'Succeeded' ? await runDeployTests(org, tx, source, options, userId) : undefined;
      const status = tests?.failed ? 'Failed' : components;
      if (status === 'Failed' || options.checkOnly) undo();
      else auditDeploy(tx, deployed, author);
      const messages = [...manifestMessages(source), ...deployed];
      finish(tx, id, status, {
        ...countMessages(deployed),
        ...tests?.result,
        numberFiles: source.files.length,
        messages,
      });
    });
  };

  const enqueue = (id: string): void => {
    last = last.then(() => run(id)).catch((error: unknown) => failed(id, error));
  };

  /** A bug must not leave a job that never ends. If the org stops, the next process continues the job. */
  const failed = async (id: string, error: unknown): Promise<void> => {
    if (stopping.signal.aborted) return;
    const errorMessage = ours(`a bug: ${error instanceof Error ? error.message : String(error)}`);
    await org.database
      .transaction((tx) => finish(tx, id, 'Failed', { errorStatusCode: 'UNKNOWN_EXCEPTION', errorMessage }))
      .catch(() => undefined);
  };

  const find = (id: string): StoredDeployJob => {
    const job = isId(id) ? org.database.view.get('deployJob', id18(id)) : undefined;
    if (job === undefined)
      throw new ApiError(
        404,
        'INVALID_CROSS_REFERENCE_KEY',
        `invalid cross reference id: ${id.slice(0, 40)}`,
      );
    return job;
  };

  const take = async (
    zip: Buffer,
    options: DeployOptions,
    apiVersion: number,
    caller: Caller,
  ): Promise<StoredDeployJob> => {
    const job = await org.database.transaction((tx) => {
      const id = tx.nextId(keyPrefix.DeployRequest);
      const result = newResult(id, options, caller.user, restDatetime(org.clock.now()), zip.byteLength);
      const made: StoredDeployJob = { id, status: 'Pending', apiVersion, options: { ...options }, result };
      tx.put('deployJob', id, made);
      tx.put('deployZip', id, zip.toString('base64'));
      return made;
    });
    enqueue(job.id);
    return job;
  };

  return {
    pace,
    find,
    submit: async (zip, input, apiVersion, caller) =>
      take(zip, checkDeployOptions(input, orgKind(org.database.view)), apiVersion, caller),
    cancel: async (id, caller) => {
      const known = find(id);
      return org.database.transaction((tx) => {
        const job = tx.get('deployJob', known.id) as StoredDeployJob;
        if (isDone(job)) throw new ApiError(400, JOB_IS_DONE.errorCode, JOB_IS_DONE.message);
        const by = { canceledBy: String(caller.user.Id), canceledByName: String(caller.user.Name) };
        if (job.status === 'Pending') finish(tx, job.id, 'Canceled', by);
        else change(tx, job.id, 'Canceling', by);
        return tx.get('deployJob', known.id) as StoredDeployJob;
      });
    },
    quickDeploy: async (id, caller) => {
      const validated = find(id);
      const age = org.clock.now() - Date.parse(String(validated.result.completedDate).replace('+0000', 'Z'));
      const zip = org.database.view.get('deployZip', validated.id);
      if (!isQuickDeployable(validated) || zip === undefined || age > QUICK_DEPLOY_DAYS * 86_400_000)
        throw new ApiError(
          404,
          'INVALID_ID_FIELD',
          ours('not a validation of the last 10 days that ran tests'),
        );
      const options = { ...validated.options, checkOnly: false };
      return take(
        Buffer.from(zip, 'base64'),
        options as unknown as DeployOptions,
        validated.apiVersion,
        caller,
      );
    },
    resume: () => {
      for (const job of org.database.view.all('deployJob')) if (!isDone(job)) enqueue(job.id);
    },
    stop: () => stopping.abort(),
  };
};

/** package.xml and the destructive manifests are listed as components without a type. */
const manifestMessages = (source: DeploySource): readonly DeployMessage[] => {
  const failed = new Set(
    source.failures.map(({ fileName, componentType }) => `${componentType}/${fileName}`),
  );
  return source.manifests
    .filter((fileName) => !failed.has(`/${fileName}`))
    .map((fileName) => ({
      changed: true,
      componentType: '',
      created: false,
      deleted: false,
      fileName,
      fullName: fileName.split('/').at(-1) ?? fileName,
      success: true,
    }));
};
