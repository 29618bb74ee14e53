import { componentKey } from '../metadata/principals.ts';
import { hasPendingJobs } from '../scheduled-jobs/schedule.ts';
import type { StoredComponent } from '../store/collections.ts';
import type { Transaction } from '../store/database.ts';
import { PENDING_JOBS } from '../uncertain.ts';

/**
 * Deletes a class, or returns why it stays. Whether the remaining classes still compile is checked for the whole
 * deploy.
 */
export const removeApexClass = (tx: Transaction, { type, fullName }: StoredComponent): string | undefined => {
  if (hasPendingJobs(tx, fullName)) return PENDING_JOBS;
  tx.remove('component', componentKey(type, fullName));
  tx.remove('apexClass', componentKey(type, fullName));
  return undefined;
};
