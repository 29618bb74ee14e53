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
  /** Where the job's id is recorded; undefined for a validation, which nobody needs to find later. */
  readonly journal?: Journal | undefined;
  /** The user's jobs before this one. */
  readonly earlierJobs: readonly string[];
}

/**
 * Sends a deploy job and waits for its end. If the answer is lost, looks for the job in the org and never sends a
 * second one.
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
      // The org may have accepted the job. The next run looks for it.
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
