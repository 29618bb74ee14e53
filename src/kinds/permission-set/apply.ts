import { isAnswerLost } from '../../errors/answer-lost.ts';
import { KeywayError } from '../../errors/index.ts';
import {
  createGrant,
  deleteGrant,
  type Grant,
  type GrantIds,
  type Org,
  readGrantRecords,
} from '../../salesforce/index.ts';
import type { Change } from '../change.ts';
import type { Config } from '../config.ts';
import type { Applied, Step } from '../kind.ts';
import type { AssignmentOutcome } from '../outcomes.ts';

const access = 'principals.';

/** Whether a permission set is granted its principals record by record, and no job carries it. */
export function isGrantedByRecords(config: Config, { type, name }: Pick<Change, 'type' | 'name'>): boolean {
  return type === 'PermissionSet' && config.permissionSets?.[name]?.grantBy === 'records';
}

/**
 * Makes the changes of permission sets with `grantBy: records`, after the job that brings their principals.
 * @throws KeywayError `GrantFailed`, or the org's refusal with its words
 */
export async function applyGrants({ run, changes }: Step): Promise<Applied> {
  const { org } = run.session;
  const added = changes.flatMap((change) => grantsIn(change, 'to'));
  const taken = changes.flatMap((change) => grantsIn(change, 'from'));
  const there = await recordsFor(org, [...added, ...taken]);
  const said: string[] = [];
  const done = (grant: Grant, outcome: AssignmentOutcome['outcome']) => {
    run.did({ assignments: [{ name: nameOf(grant), outcome }] });
    said.push(`${nameOf(grant)} ${outcome}`);
  };
  for (const grant of added) {
    if (!there.records.some((record) => isSame(record, grant)))
      await unlessDone(org, grant, true, () => createGrant(org, grant, idsOf(grant, there.ids)));
    done(grant, 'granted');
  }
  for (const grant of taken) {
    const record = there.records.find((one) => isSame(one, grant));
    if (record) await unlessDone(org, grant, false, () => deleteGrant(org, record));
    done(grant, 'withdrawn');
  }
  return { said };
}

function grantsIn({ name, fields }: Change, side: 'from' | 'to'): readonly Grant[] {
  return fields
    .filter((field) => field.path.startsWith(access) && field[side] !== undefined)
    .map(({ path }) => ({ permissionSet: name, principal: path.slice(access.length) }));
}

function recordsFor(org: Org, grants: readonly Grant[]) {
  return readGrantRecords(org, {
    permissionSets: [...new Set(grants.map(({ permissionSet }) => permissionSet))],
    externalCredentials: [...new Set(grants.map(({ principal }) => principal.split('-', 1)[0] ?? ''))],
  });
}

/** Where the answer is lost, the org's records tell whether the call did its work. */
async function unlessDone(
  org: Org,
  grant: Grant,
  isWanted: boolean,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isAnswerLost(error)) throw error;
    const now = await recordsFor(org, [grant]).catch(() => undefined);
    // That the grant is gone is believed only of an answer that shows both sides of it.
    const isSeen =
      now?.ids.permissionSets.has(grant.permissionSet) && now.ids.principals.has(grant.principal);
    if (!isSeen || now?.records.some((record) => isSame(record, grant)) !== isWanted) throw error;
  }
}

function idsOf(grant: Grant, { permissionSets, principals }: GrantIds) {
  const permissionSetId = permissionSets.get(grant.permissionSet);
  const principalId = principals.get(grant.principal);
  if (permissionSetId !== undefined && principalId !== undefined) return { permissionSetId, principalId };
  const missing =
    permissionSetId === undefined ? `permission set ${grant.permissionSet}` : `principal ${grant.principal}`;
  throw new KeywayError('GrantFailed', `The org doesn't show the ${missing}.`, {
    actions: ['Run the same command again: it does only what is missing.'],
  });
}

function nameOf({ permissionSet, principal }: Grant): string {
  return `${permissionSet} → ${principal}`;
}

function isSame(left: Grant, right: Grant): boolean {
  return left.permissionSet === right.permissionSet && left.principal === right.principal;
}
