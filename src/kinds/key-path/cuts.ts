import { pairOf, sameUser } from '../assignment/compare.ts';
import type { Change, Plan } from '../change.ts';
import { componentKey } from '../compare.ts';
import type { Desired } from '../desired.ts';
import { normalise } from '../metadata.ts';
import type { OrgState } from '../state.ts';
import { isOnPath, type LiveKey, liveKeys } from './live-keys.ts';

/** Why a plan would cut off a live key in any order of changes, and what to do instead. */
export interface KeyCut {
  readonly key: LiveKey;
  readonly problem: string;
  readonly remedy: string;
  /** The external credential that autoproc would lose access to, according to the config and the plan. */
  readonly unreached?: string;
}

/**
 * Finds changes that no order makes safe: a live chain and its secret change in place, so that they don't match for
 * a moment; a live key loses its principal; autoproc loses access to it; the setting is turned off.
 */
export function findKeyCuts(plan: Plan, desired: Desired, state: OrgState): readonly KeyCut[] {
  return liveKeys(state).flatMap((key): readonly KeyCut[] => {
    const touching = plan.changes
      .filter(({ type }) => type !== 'Key')
      .filter((change) => isOnPath(change, key, state));
    if (touching.length === 0) return [];
    if (touching.some(turnsOffCacheOnlyKeys)) return [turnedOff(key)];
    const then = externalCredentialAfterPlan(key, touching);
    const isInPlace = key.externalCredential !== undefined && then === key.externalCredential;
    const inPlace = isInPlace ? changedInPlace(key, touching) : [];
    return inPlace.length > 0 ? inPlace : unreached(key, then, touching, plan, desired, state);
  });
}

function turnsOffCacheOnlyKeys({ type, fields }: Change): boolean {
  return (
    type === 'Settings' && fields.some(({ path, to }) => path === 'enableCacheOnlyKeys' && to === 'false')
  );
}

function turnedOff(key: LiveKey): KeyCut {
  const { type } = key.secret;
  return {
    key,
    problem: `enableCacheOnlyKeys would be turned off, and ${key.name} is a cache-only key`,
    remedy: `leave it on while the org fetches keys. To stop using cache-only keys, create another key of type ${type} (keyway key upload or keyway key create), and re-encrypt everything with it. Then destroy the old one`,
  };
}

/** The external credential of a key after the plan. */
function externalCredentialAfterPlan(key: LiveKey, touching: readonly Change[]): string | undefined {
  const field = touching
    .flatMap(({ fields }) => fields)
    .find(({ path }) => path === 'parameters.Authentication');
  return field ? field.to : key.externalCredential;
}

function changedInPlace(key: LiveKey, touching: readonly Change[]): readonly KeyCut[] {
  const chain = touching.filter(({ type }) => type === 'ExternalCredential' || type === 'NamedCredential');
  const secrets = touching.filter(({ type }) => type === 'Credential').map(({ name }) => name);
  const renamed = `add an external credential under a new name, with its own principal and permission set, and use it in ${key.namedCredential}: keyway then creates the new chain first and switches to it`;
  const lost = chain.find(
    ({ risks }) => risks.includes('principal-removal') || risks.includes('protocol-change'),
  );
  if (lost)
    return [
      {
        key,
        problem: `${lost.name} would lose the principal that ${key.name} is fetched with`,
        remedy: renamed,
      },
    ];
  if (chain.length === 0 || secrets.length === 0) return [];
  const names = chain.map(({ name }) => name).join(', ');
  return [
    {
      key,
      problem: `${names} and the secret of ${secrets.join(', ')} would change one after the other, and ${key.name} could not be fetched in between`,
      remedy: `${renamed}. If the old and the new work together, deploy them one after the other: --only metadata, then --only credentials`,
    },
  ];
}

function unreached(
  key: LiveKey,
  externalCredential: string | undefined,
  touching: readonly Change[],
  { changes }: Plan,
  desired: Desired,
  state: OrgState,
): readonly KeyCut[] {
  const matters = touching.some(
    ({ type }) => type === 'PermissionSet' || type === 'Assignment' || type === 'NamedCredential',
  );
  if (!matters || externalCredential === undefined) return [];
  const sets = new Set(
    [...desired.components, ...state.components.values()].flatMap(({ type, fullName }) =>
      type === 'PermissionSet' ? [fullName] : [],
    ),
  );
  const reached = [...sets].some(
    (name) =>
      grantsAfterPlan(name, externalCredential, changes, desired, state) && isHeldThen(name, changes, state),
  );
  if (reached) return [];
  return [
    {
      key,
      problem: `the Automated Process user would no longer reach a principal of ${externalCredential}, and ${key.name} could not be fetched`,
      remedy: `assign autoproc a permission set that grants one (permissionSets, principals and assignTo)`,
      unreached: externalCredential,
    },
  ];
}

function grantsAfterPlan(
  name: string,
  externalCredential: string,
  changes: readonly Change[],
  desired: Desired,
  { components }: OrgState,
): boolean {
  const change = changes.find((one) => one.type === 'PermissionSet' && one.name === name);
  if (change?.action === 'delete') return false;
  const component = change
    ? desired.components.find(({ type, fullName }) => type === 'PermissionSet' && fullName === name)
    : components.get(componentKey('PermissionSet', name));
  if (!component) return false;
  const prefix = `principals.${externalCredential}-`;
  return [...normalise(component).keys()].some((path) => path.startsWith(prefix));
}

function isHeldThen(permissionSet: string, changes: readonly Change[], { assignments }: OrgState): boolean {
  const change = changes.find((one) => {
    if (one.type !== 'Assignment') return false;
    const pair = pairOf(one);
    return pair.permissionSet === permissionSet && sameUser(pair.assignee, 'autoproc');
  });
  if (change) return change.action !== 'delete';
  return assignments.some(
    (held) => held.permissionSet === permissionSet && held.isActive && sameUser(held.assignee, 'autoproc'),
  );
}
