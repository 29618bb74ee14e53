import {
  apexString,
  type DeployOutcome,
  executeAnonymous,
  type Org,
  recentDeploys,
  rest,
  resumeDeploy,
} from '../salesforce/index.ts';
import type { FileType } from './files.ts';
import { type Names, sendJob } from './job.ts';
import { type FactComponent, findFactComponents } from './own.ts';

/** Something that stays in an org, and why. */
export interface Leftover {
  readonly type: FactComponent['type'];
  readonly name: string;
  readonly why: string;
  /** What to do manually. */
  readonly remedy: string;
}

/** Wait for an earlier job to end, or it could create components after the cleanup. */
const jobTimeout = 60_000;

/**
 * Removes everything that facts of any run created in an org, and checks again. What the org still lists is left
 * over.
 *
 * @param onFound called with what will be removed, unless there is nothing
 */
export async function cleanUp(
  org: Org,
  onFound: (own: readonly FactComponent[]) => void = () => {},
): Promise<readonly Leftover[]> {
  await waitForOwnJobs(org);
  const own = await findFactComponents(org);
  if (own.length === 0) return [];
  onFound(own);
  const known = new Set(own.map(keyOf));
  const reasons = new Map(await removeAll(org, own));
  let kept = await findFactComponents(org);
  // Things that an aborted request created meanwhile.
  const late = kept.filter((one) => !known.has(keyOf(one)));
  if (late.length > 0) {
    for (const [key, reason] of await removeAll(org, late)) reasons.set(key, reason);
    kept = await findFactComponents(org);
  }
  return kept.map((one) => ({
    type: one.type,
    name: one.name,
    why: reasons.get(keyOf(one)) ?? 'The org still lists it.',
    remedy: remedies[one.type] ?? 'Delete it in Setup, or by the Metadata API.',
  }));
}

async function removeAll(org: Org, own: readonly FactComponent[]): Promise<Reasons> {
  return new Map([...(await removeRows(org, own)), ...(await removeComponents(org, own))]);
}

const remedies: Partial<Record<FactComponent['type'], string>> = {
  ApexClass: 'Delete it in Setup: Apex Classes, once its scheduled jobs are deleted.',
  Certificate:
    'Delete it in Setup: Certificate and Key Management. A certificate that a key was uploaded with must stay.',
  CronTrigger: 'Delete it in Setup: Scheduled Jobs.',
  PermissionSetAssignment: 'Remove the assignment in Setup: Permission Sets, Manage Assignments.',
};

type Reasons = ReadonlyMap<string, string>;

const keyOf = ({ type, name }: Pick<FactComponent, 'type' | 'name'>): string => `${type} ${name}`;

async function waitForOwnJobs(org: Org): Promise<void> {
  const jobs = await recentDeploys(org, 5);
  for (const { id, status } of jobs)
    if (['Pending', 'InProgress', 'Canceling'].includes(status))
      // Its result doesn't matter, because the org's own list shows what exists afterwards.
      await resumeDeploy(org, id, { wait: jobTimeout }).catch(() => undefined);
}

async function removeRows(org: Org, own: readonly FactComponent[]): Promise<Reasons> {
  const reasons = new Map<string, string>();
  for (const one of own) {
    if (one.id === undefined) continue;
    const why = await removeRow(org, one.type, one.id);
    if (why !== undefined) reasons.set(keyOf(one), why);
  }
  return reasons;
}

async function removeRow(org: Org, type: FactComponent['type'], id: string): Promise<string | undefined> {
  try {
    if (type === 'CronTrigger') {
      const ended = await executeAnonymous(org, `System.abortJob(${apexString(id)});`);
      if (ended.kind === 'success') return undefined;
      return ended.kind === 'exception' ? ended.message : ended.problem;
    }
    const path = `/sobjects/${type}/${encodeURIComponent(id)}`;
    await rest(org.connection, { method: 'DELETE', path, what: `removing a ${type}` });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * A job deletes everything or nothing. What failed is left out of the next job. After a successful job, the rest is
 * tried again, because the obstacle may be gone.
 */
async function removeComponents(org: Org, own: readonly FactComponent[]): Promise<Reasons> {
  const reasons = new Map<string, string>();
  let left = own.filter(({ id }) => id === undefined);
  for (;;) {
    const removed = await removeSome(org, left, reasons);
    if (removed.length === 0) return reasons;
    left = left.filter((one) => !removed.includes(one));
  }
}

async function removeSome(
  org: Org,
  components: readonly FactComponent[],
  reasons: Map<string, string>,
): Promise<readonly FactComponent[]> {
  let batch = components;
  while (batch.length > 0) {
    const outcome = await sendJob(
      org,
      {},
      { deletions: namesOf(batch), ignoreWarnings: true, purgeOnDelete: true },
    );
    if (outcome.success) return batch;
    const problems = problemsIn(outcome, batch);
    for (const [one, problem] of problems) reasons.set(keyOf(one), problem);
    // No component caused the failure, so another job would fail too.
    if (problems.size === 0) {
      for (const one of batch) reasons.set(keyOf(one), outcome.failures[0]?.problem ?? outcome.status);
      return [];
    }
    batch = batch.filter((one) => !problems.has(one));
  }
  return [];
}

function problemsIn(
  { failures }: DeployOutcome,
  batch: readonly FactComponent[],
): ReadonlyMap<FactComponent, string> {
  const problems = new Map<FactComponent, string>();
  for (const { type, fullName, problem } of failures)
    for (const one of batch)
      if (one.name === fullName && (type === one.type || type === '')) problems.set(one, problem);
  return problems;
}

function namesOf(components: readonly FactComponent[]): Names {
  const names: Partial<Record<FileType, string[]>> = {};
  for (const { type, name } of components) {
    if (type === 'CronTrigger' || type === 'PermissionSetAssignment') continue;
    names[type] = [...(names[type] ?? []), name];
  }
  return names;
}
