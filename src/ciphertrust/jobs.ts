import { z } from 'zod';
import { KeywayError } from '../errors/index.ts';
import { unexpectedAnswer } from '../wire/answer-check.ts';
import { pauses } from '../wire/polling.ts';
import { resource, text } from './answers.ts';
import type { CipherTrust } from './connection.ts';
import { type ListOptions, listAll } from './list.ts';
import { JOB_ENDS } from './uncertain.ts';

/** What a synchronization updates from the orgs. */
export type JobKind = 'keys' | 'certificates';

export interface CckmJob {
  readonly id: string;
  readonly kind: JobKind;
  /** `in_progress`, `completed`, `failed`; an open list. */
  readonly status: string;
  readonly organizations: readonly string[];
  readonly error: string;
  readonly createdAt: string;
}

const job = (kind: JobKind) =>
  resource
    .extend({
      // Required: without it, the job would be polled until the end of the wait.
      overall_status: z.string().min(1),
      organizations: z.union([z.array(z.string()), z.string().transform((one) => [one])]).nullish(),
      error_msg: text,
    })
    .transform(
      (answer): CckmJob => ({
        id: answer.id,
        kind,
        status: answer.overall_status,
        organizations: answer.organizations ?? [],
        error: answer.error_msg,
        createdAt: answer.createdAt,
      }),
    );

const pathOf = (kind: JobKind) => `/v1/cckm/sfdc/${kind}/synchronization-jobs`;

export function listJobs(cipherTrust: CipherTrust, kind: JobKind, options?: ListOptions) {
  return listAll(cipherTrust, pathOf(kind), job(kind), `listing synchronizations of ${kind}`, options);
}

/** Starts a synchronization of one organization, or of all. */
export function startSynchronization(
  cipherTrust: CipherTrust,
  kind: JobKind,
  organizationIds: readonly string[] = [],
): Promise<CckmJob> {
  return cipherTrust.send({
    method: 'POST',
    path: pathOf(kind),
    json: organizationIds.length > 0 ? { organization_ids: organizationIds } : { synchronize_all: true },
    what: `starting a synchronization of ${kind}`,
    answer: job(kind),
  });
}

export function cancelSynchronization(cipherTrust: CipherTrust, kind: JobKind, id: string): Promise<CckmJob> {
  return cipherTrust.send({
    method: 'POST',
    path: `${pathOf(kind)}/${encodeURIComponent(id)}/cancel`,
    what: `cancelling synchronization ${id}`,
    answer: job(kind),
  });
}

export interface WaitOptions {
  /** Milliseconds; default 5 minutes. */
  readonly wait?: number | undefined;
  readonly onProgress?: ((text: string) => void) | undefined;
}

const DEFAULT_WAIT = 5 * 60_000;

/** Limits the wait by the number of polls instead of by a clock. */
export async function* waiting(cipherTrust: CipherTrust, wait = DEFAULT_WAIT): AsyncGenerator<void> {
  const end = performance.now() + wait;
  for await (const _ of pauses(cipherTrust.signal)) {
    if (cipherTrust.signal?.aborted)
      throw new KeywayError('Interrupted', 'Interrupted while waiting for CipherTrust.', { exitCode: 130 });
    yield;
    if (performance.now() >= end) return;
  }
}

/**
 * Waits for a synchronization.
 *
 * @throws KeywayError `SynchronizationFailed`; `WaitRanOut` with exit code 69 if it continues
 */
export async function waitForJob(
  cipherTrust: CipherTrust,
  started: CckmJob,
  { wait, onProgress }: WaitOptions = {},
): Promise<CckmJob> {
  const { kind, id } = started;
  let last = started;
  const what = `waiting for synchronization ${id} of ${kind}`;
  for await (const _ of waiting(cipherTrust, wait)) {
    last = await cipherTrust.send({
      path: `${pathOf(kind)}/${encodeURIComponent(id)}`,
      what,
      answer: job(kind),
    });
    if (last.id !== id)
      throw unexpectedAnswer({ host: cipherTrust.host, what }, 'id', 'is that of another synchronization');
    onProgress?.(`${kind}: ${last.status}`);
    if (!JOB_ENDS.includes(last.status)) continue;
    if (last.status === 'completed') return last;
    const statusText =
      last.error === '' ? last.status : `${last.status}: ${last.error.replace(/[.\s]+$/, '')}`;
    throw new KeywayError(
      'SynchronizationFailed',
      `The synchronization of ${kind} at ${cipherTrust.host} ended with status ${statusText}.`,
      {
        actions: ['Check the connection to Salesforce in CipherTrust, then run it again.'],
        data: { jobId: id },
      },
    );
  }
  throw new KeywayError(
    'WaitRanOut',
    `The synchronization of ${kind} at ${cipherTrust.host} is still ${last.status}.`,
    {
      exitCode: 69,
      actions: ['It continues there. To wait longer, pass --wait.'],
      data: { jobId: id, status: last.status },
    },
  );
}

export async function synchronize(
  cipherTrust: CipherTrust,
  kind: JobKind,
  organizationIds: readonly string[] = [],
  options: WaitOptions = {},
): Promise<CckmJob> {
  return waitForJob(cipherTrust, await startSynchronization(cipherTrust, kind, organizationIds), options);
}
