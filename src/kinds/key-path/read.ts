import { type Org, readTenantSecrets } from '../../salesforce/index.ts';
import { secretName } from '../cache-only-key/compare.ts';
import type { Change, Plan } from '../change.ts';
import { componentKey } from '../compare.ts';
import type { ComponentName, Desired } from '../desired.ts';
import { encryptionKeySettingsName } from '../encryption-key-settings/metadata.ts';
import { readComponents } from '../read-components.ts';
import type { Planned } from '../run.ts';
import type { Session } from '../session.ts';
import type { OrgState } from '../state.ts';
import { liveSecrets } from './live-keys.ts';

/*
 * Reads the keys of an org when they matter: if the file has keys, and before changes to components that a live key
 * may be fetched through.
 */

/** Reads the keys of the org in parallel with the rest, if the file has keys. */
export async function readKeys(
  { keyOrg }: Pick<Session, 'keyOrg'>,
  { keys, cipherTrust }: Pick<Desired, 'keys' | 'cipherTrust'>,
): Promise<Pick<OrgState, 'keys'>> {
  if (keys.length === 0 && !cipherTrust) return {};
  const likely = keys.map(({ namedCredential }) => namedCredential);
  return { keys: { secrets: await readTenantSecrets(await keyOrg(), likely), components: new Map() } };
}

/** Adds to the state the keys of the org, and components on a live key's path that aren't in the config. */
export async function withKeys(
  { org, keyOrg }: Pick<Session, 'org' | 'keyOrg'>,
  state: OrgState,
): Promise<OrgState> {
  const secrets = state.keys ? state.keys.secrets : await readTenantSecrets(await keyOrg());
  const known: OrgState = { ...state, keys: { secrets, components: new Map() } };
  const live = liveSecrets(known);
  if (live.length === 0) return known;
  const named = live
    .map(({ remote }) => remote?.namedCredential ?? '')
    // If the org hides the name, the field contains an id.
    .filter((name) => !/^0XA/.test(name));
  const onPath: readonly ComponentName[] = [
    ...named.map((fullName) => ({ type: 'NamedCredential' as const, fullName })),
    { type: 'Settings', fullName: encryptionKeySettingsName },
  ];
  const missing = onPath.filter(({ type, fullName }) => !state.components.has(componentKey(type, fullName)));
  return { ...known, keys: { secrets, components: await readComponents(org, missing) } };
}

/**
 * Reads the keys if a plan changes components that a key may be fetched through; undefined if they are known or
 * can't matter.
 */
export async function readKeysFor(
  session: Session,
  state: OrgState,
  { changes }: Plan,
): Promise<OrgState | undefined> {
  if (state.keys || !changes.some((change) => mayAffectKeys(change, changes))) return undefined;
  return withKeys(session, state);
}

/** Whether a change could affect an existing key. No key is fetched yet through a new component. */
function mayAffectKeys({ type, name, action }: Change, changes: readonly Change[]): boolean {
  if (type === 'Credential') {
    const [externalCredential = ''] = name.split('-', 1);
    return !changes.some(
      (other) =>
        other.type === 'ExternalCredential' && other.name === externalCredential && other.action === 'create',
    );
  }
  if (type === 'Assignment') return action === 'delete';
  return action !== 'create';
}

/** Notes on live keys that the file doesn't name and whose path changes, and a note if keys aren't visible. */
export function foreignKeyNotes(
  org: Pick<Org, 'kind'>,
  { desired, state, plan }: Planned,
): readonly string[] {
  if (!state.keys) return [];
  // An empty answer doesn't prove that there are none.
  if (!state.keys.secrets?.length) {
    const unseen =
      "tenant secrets aren't visible to this user, so keyway can't tell whether a live key is fetched through this";
    return desired.keys.length > 0 ? [] : [unseen];
  }
  const foreign = liveSecrets(state).filter(
    ({ type, remote }) =>
      !desired.keys.some((key) => key.type === type && key.identifier === remote?.identifier),
  );
  const inSandbox = org.kind === 'sandbox' ? '; a refresh copies it from production' : '';
  const touched = new Set(plan.changes.flatMap(({ liveKeys = [] }) => liveKeys));
  return foreign
    .map(secretName)
    .filter((name) => touched.has(name))
    .map((name) => `${name} is a key of the org that isn't in the file${inSandbox}`);
}
