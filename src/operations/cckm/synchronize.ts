import {
  type CckmJob,
  cancelSynchronization,
  type JobKind,
  listJobs,
  synchronize,
} from '../../ciphertrust/jobs.ts';
import { collect } from '../../ciphertrust/list.ts';
import { organizationNamed } from '../../ciphertrust/organizations.ts';
import {
  type CipherTrustPlace,
  type CipherTrustRemarks,
  requireOption,
  withCipherTrust,
} from './cipher-trust-session.ts';

export interface CckmSynchronizeOptions extends CipherTrustPlace {
  /** Default `start`: lets CipherTrust read the orgs, and waits for it. */
  readonly action?: 'start' | 'list' | 'cancel' | undefined;
  /** Default: keys. */
  readonly of?: JobKind | undefined;
  /** For `cancel`: the job's id. */
  readonly id?: string | undefined;
  /** For `start`; default: the config's, else all. */
  readonly organization?: string | undefined;
}

/** Starts, lists or cancels synchronizations of keys or certificates. */
export function cckmSynchronize(
  options: CckmSynchronizeOptions,
): Promise<{ readonly jobs: readonly CckmJob[] } & CipherTrustRemarks> {
  const { of = 'keys' } = options;
  return withCipherTrust(options, async ({ cipherTrust, settings }) => {
    if (options.action === 'list') return { jobs: await collect(listJobs(cipherTrust, of)) };
    if (options.action === 'cancel')
      return {
        jobs: [await cancelSynchronization(cipherTrust, of, requireOption(options.id, 'the id of a job'))],
      };
    const wanted = options.organization ?? settings.organization;
    const ids = wanted === undefined ? [] : [(await organizationNamed(cipherTrust, wanted)).id];
    return { jobs: [await synchronize(cipherTrust, of, ids, options)] };
  });
}
