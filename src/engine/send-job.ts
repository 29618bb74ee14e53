import { isAnswerLost } from '../errors/answer-lost.ts';
import { KeywayError } from '../errors/index.ts';
import {
  type DeployOptions,
  type DeployOutcome,
  deploy,
  type Org,
  resumeDeploy,
} from '../salesforce/index.ts';
import type { Journal } from './journal.ts';
import { lostJob } from './running-jobs.ts';

export interface SendOptions extends Omit<DeployOptions, 'onStarted'> {
  /** Where the job's id is written down; undefined for a validation, which leaves nothing to be found. */
  readonly journal?: Journal | undefined;
  /** The user's jobs before this one. */
  readonly earlierJobs: readonly string[];
}

/**
 * Sends a deploy job and waits for its end. Where the answer to the sending is lost, the job is looked for in the org: a
 * second one is never sent.
 */
export async function sendJob(
  org: Org,
  files: ReadonlyMap<string, string>,
  { journal, earlierJobs, ...options }: SendOptions,
): Promise<DeployOutcome> {
  let id: string | undefined;
  try {
    return await deploy(org, files, {
      ...options,
      onStarted: (started) => {
        id = started;
        journal?.started(started);
      },
    });
  } catch (error) {
    if (id !== undefined) journal?.abandon();
    if (id !== undefined || options.checkOnly || !isAnswerLost(error)) throw error;
    if (isInterrupted(error)) {
      // The org may have taken the job: the next run looks for it.
      journal?.abandon();
      throw error;
    }
    id = await lostJob(org, earlierJobs).catch(() => undefined);
    if (id === undefined) {
      journal?.abandon();
      throw error;
    }
    journal?.started(id);
    return await resumeDeploy(org, id, options).catch((reason) => {
      journal?.abandon();
      throw reason;
    });
  }
}

function isInterrupted(error: unknown): boolean {
  return error instanceof KeywayError && error.code === 'Interrupted';
}
