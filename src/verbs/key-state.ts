import { fromXml } from '../metadata/index.ts';
import { readComponents, readTenantSecrets } from '../org/index.ts';
import {
  type Change,
  componentKey,
  type Desired,
  liveSecrets,
  type OrgState,
  type Plan,
  secretName,
} from '../plan/index.ts';
import type { Session } from './session.ts';

/*
 * What an org encrypts with, read where it can matter: for keys of the file, and before anything is changed that a live
 * key may be fetched through.
 */

/** The state with the keys of the org: one query, one more for the names of their named credentials where there are any. */
export async function withKeys(
  { org, keyOrg }: Pick<Session, 'org' | 'keyOrg'>,
  state: OrgState,
): Promise<OrgState> {
  const secrets = await readTenantSecrets(await keyOrg());
  const known: OrgState = { ...state, keys: { secrets, components: new Map() } };
  const foreign = liveSecrets(known)
    .map(({ remote }) => remote?.namedCredential ?? '')
    // An id stands where the org does not show the name.
    .filter((name) => !state.components.has(componentKey('NamedCredential', name)) && !/^0XA/.test(name));
  if (foreign.length === 0) return known;
  const documents = await readComponents(org, new Map([['NamedCredential', [...new Set(foreign)]]]));
  const components = [...(documents.get('NamedCredential') ?? [])].map(
    ([name, xml]) => [componentKey('NamedCredential', name), fromXml('NamedCredential', name, xml)] as const,
  );
  return { ...known, keys: { secrets, components: new Map(components) } };
}

/** Makes a plan, and where it changes what a key may be fetched through, looks at the keys and makes it again. */
export async function planWithKeys(
  session: Session,
  desired: Desired,
  state: OrgState,
  make: (state: OrgState) => Plan,
): Promise<{ readonly state: OrgState; readonly plan: Plan }> {
  const first = make(state);
  if (state.keys || !first.changes.some((change) => mayMatter(change, first.changes)))
    return { state, plan: noted(session, desired, state, first) };
  const known = await withKeys(session, state);
  return { state: known, plan: noted(session, desired, known, make(known)) };
}

/** Whether a change could touch what an org has already: of what is made new no key is fetched yet. */
function mayMatter({ type, name, action }: Change, changes: readonly Change[]): boolean {
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

function noted({ org }: Session, desired: Desired, state: OrgState, plan: Plan): Plan {
  if (!state.keys) return plan;
  const { secrets } = state.keys;
  if (!secrets) {
    const unseen = 'tenant secrets cannot be seen: whether a live key is fetched through this is not known';
    return desired.keys.length > 0 ? plan : { ...plan, notes: [...plan.notes, unseen] };
  }
  const foreign = liveSecrets(state).filter(
    ({ type, remote }) =>
      !desired.keys.some((key) => key.type === type && key.identifier === remote?.identifier),
  );
  const inSandbox = org.kind === 'sandbox' ? '; a refresh brings it from production' : '';
  const touched = new Set(plan.changes.flatMap(({ liveKeys = [] }) => liveKeys));
  const notes = foreign
    .map(secretName)
    .filter((name) => touched.has(name))
    .map((name) => `${name} is a key of the org that the file does not name${inSandbox}`);
  return { ...plan, notes: [...plan.notes, ...notes] };
}
