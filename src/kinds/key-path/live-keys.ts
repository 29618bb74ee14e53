import type { TenantSecret } from '../../keys/tenant-secret.ts';
import { pairOf, sameUser } from '../assignment/compare.ts';
import { secretName } from '../cache-only-key/compare.ts';
import type { Change, FieldChange } from '../change.ts';
import { componentKey } from '../compare.ts';
import { normalise } from '../metadata.ts';
import type { OrgState } from '../state.ts';
import { findChain, findInState } from './chain.ts';

/** A remote key that an org depends on, and its current chain. */
export interface LiveKey {
  readonly secret: TenantSecret;
  /** As in `Data acme-data-1 (ACTIVE, version 2)`. */
  readonly name: string;
  readonly namedCredential: string;
  /** Undefined for a legacy named credential, or if the org doesn't show it. */
  readonly externalCredential: string | undefined;
}

/**
 * Keys that an org fetches: ACTIVE ones, and ARCHIVED ones, because they decrypt data. A DESTROYED key is already
 * cut off, and a change may repair it.
 */
export function liveSecrets(state: OrgState): readonly TenantSecret[] {
  return (state.keys?.secrets ?? []).filter(
    ({ remote, status }) => remote && (status === 'ACTIVE' || status === 'ARCHIVED'),
  );
}

export function liveKeys(state: OrgState): readonly LiveKey[] {
  return liveSecrets(state).map((secret) => {
    const namedCredential = secret.remote?.namedCredential ?? '';
    return {
      secret,
      name: secretName(secret),
      namedCredential,
      externalCredential: findChain(namedCredential, findInState(state))?.externalCredentialName,
    };
  });
}

/**
 * Adds the risk `key-path`, with the dependent keys, to every change on a live key's path. Settings that always
 * have this risk lose it if the org has no such key.
 */
export function markKeyPath(changes: readonly Change[], state: OrgState): readonly Change[] {
  const keys = liveKeys(state);
  if (keys.length === 0) return state.keys?.secrets ? changes.map(withoutKeyPath) : changes;
  return changes.map((change) => {
    const depending = keys.filter((key) => isOnPath(change, key, state)).map(({ name }) => name);
    if (depending.length === 0 || change.type === 'Key') return change;
    return {
      ...change,
      risks: [...new Set([...change.risks, 'key-path' as const])].sort(),
      liveKeys: depending,
    };
  });
}

function withoutKeyPath(change: Change): Change {
  if (change.type !== 'Settings') return change;
  return { ...change, risks: change.risks.filter((risk) => risk !== 'key-path') };
}

/** Whether a change may prevent a key from being fetched. */
export function isOnPath(change: Change, key: LiveKey, state: OrgState): boolean {
  const { type, name, action } = change;
  const counts = action === 'delete' || (action === 'update' && change.fields.some(affectsCalls));
  switch (type) {
    case 'NamedCredential':
      return name === key.namedCredential && counts;
    case 'ExternalCredential':
      return name === key.externalCredential && counts;
    case 'Certificate':
      return name === key.secret.remote?.certificate && counts;
    case 'Settings':
      return (
        change.risks.includes('key-path') ||
        change.fields.some(({ path }) => fetchingSettings.some((s) => path.endsWith(s)))
      );
    case 'Credential':
      return key.externalCredential !== undefined && name.startsWith(`${key.externalCredential}-`);
    case 'PermissionSet':
      return grants(name, key, state) && (action === 'delete' || removesAccess(change));
    case 'Assignment':
      return removesFromAutoproc(change) && grants(pairOf(change).permissionSet, key, state);
    default:
      return false;
  }
}

/** The settings that decide whether and how keys are fetched. */
const fetchingSettings = ['enableCacheOnlyKeys', 'enableReplayDetection'];

/** Labels and descriptions don't affect a call. */
function affectsCalls({ path }: FieldChange): boolean {
  return path !== 'label' && path !== 'masterLabel' && path !== 'description';
}

/** A permission set that only gains access takes nothing from its users. */
function removesAccess({ fields }: Change): boolean {
  return fields.some((field) => affectsCalls(field) && field.from !== undefined);
}

function removesFromAutoproc(change: Change): boolean {
  return change.action === 'delete' && sameUser(pairOf(change).assignee, 'autoproc');
}

/** Whether a permission set in the org grants the principals that a key is fetched with. */
function grants(permissionSet: string, { externalCredential }: LiveKey, state: OrgState): boolean {
  const component = state.components.get(componentKey('PermissionSet', permissionSet));
  if (!component || externalCredential === undefined) return false;
  const prefix = `principals.${externalCredential}-`;
  return [...normalise(component).keys()].some((path) => path.startsWith(prefix));
}
