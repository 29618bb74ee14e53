import { isAnswerLost } from '../../errors/answer-lost.ts';
import { KeywayError } from '../../errors/index.ts';
import {
  createGrant,
  deleteGrant,
  type Grant,
  type Org,
  readGrants,
  type ShownGrants,
} from '../../salesforce/index.ts';
import type { Change } from '../change.ts';
import type { Config } from '../config.ts';
import type { Applied, Step } from '../kind.ts';
import type { AssignmentOutcome } from '../outcomes.ts';

const access = 'principals.';

/** Whether a permission set gets its principals by record, so that no job carries the change. */
export function isGrantedByRecords(config: Config, { type, name }: Pick<Change, 'type' | 'name'>): boolean {
  return type === 'PermissionSet' && config.permissionSets?.[name]?.grantBy === 'records';
}

/**
 * Changes permission sets with `grantBy: records`, after the job that creates their principals.
 * @throws KeywayError `GrantFailed`, or the org's refusal with its message
 */
export async function applyGrants({ run, changes }: Step): Promise<Applied> {
  const { org } = run.session;
  const added = changes.flatMap((change) => grantsIn(change, 'to'));
  const withdrawn = changes.flatMap((change) => grantsIn(change, 'from'));
  const shown = await readGrants(org, [...added, ...withdrawn]);
  const summaries: string[] = [];
  const done = (grant: Grant, outcome: AssignmentOutcome['outcome']) => {
    run.record({ assignments: [{ name: nameOf(grant), outcome }] });
    summaries.push(`${nameOf(grant)} ${outcome}`);
  };
  for (const grant of added) {
    if (shown.recordOf(grant) === undefined) await grantTo(org, grant, shown);
    done(grant, 'granted');
  }
  for (const grant of withdrawn) {
    await takeFrom(org, grant, shown);
    done(grant, 'withdrawn');
  }
  return { summaries };
}

function grantsIn({ name, fields }: Change, side: 'from' | 'to'): readonly Grant[] {
  return fields
    .filter((field) => field.path.startsWith(access) && field[side] !== undefined)
    .map(({ path }) => ({ permissionSet: name, principal: path.slice(access.length) }));
}

async function grantTo(org: Org, grant: Grant, shown: ShownGrants): Promise<void> {
  const { permissionSetId, principalId } = shown.idsOf(grant);
  if (permissionSetId === undefined) throw notShown(`permission set ${grant.permissionSet}`);
  if (principalId === undefined) throw notShown(`principal ${grant.principal}`);
  await confirmLostAnswer(org, grant, true, () => createGrant(org, grant, { permissionSetId, principalId }));
}

async function takeFrom(org: Org, grant: Grant, shown: ShownGrants): Promise<void> {
  const record = shown.recordOf(grant);
  if (record !== undefined) {
    await confirmLostAnswer(org, grant, false, () => deleteGrant(org, grant, record));
    return;
  }
  // If the job deleted the principal, its grants are gone too. Any other grant is in the plan, so the org must be
  // hiding it.
  if (shown.idsOf(grant).principalId !== undefined) throw notShown(`record of ${nameOf(grant)}`);
}

/** If the answer is lost, reads the org's records to see whether the call succeeded. */
async function confirmLostAnswer(
  org: Org,
  grant: Grant,
  isWanted: boolean,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isAnswerLost(error)) throw error;
    const now = await readGrants(org, [grant]).catch(() => undefined);
    const { permissionSetId, principalId } = now?.idsOf(grant) ?? {};
    // An answer proves that the grant is gone only if it shows both the permission set and the principal.
    const isSeen = permissionSetId !== undefined && principalId !== undefined;
    if (!isSeen || (now?.recordOf(grant) !== undefined) !== isWanted) throw error;
  }
}

function notShown(what: string): KeywayError {
  return new KeywayError('GrantFailed', `The org doesn't show the ${what} to this user.`, {
    actions: [
      'Sign in as a user with View Setup and Configuration.',
      'Run the same command again: it does only what is missing.',
    ],
  });
}

function nameOf({ permissionSet, principal }: Grant): string {
  return `${permissionSet} → ${principal}`;
}
