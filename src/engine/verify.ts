import { KeywayError } from '../errors/index.ts';
import { checkKeys } from '../kinds/cache-only-key/verify.ts';
import { withCertificateEnds } from '../kinds/certificate/verify.ts';
import { checkCipherTrust } from '../kinds/cipher-trust/verify.ts';
import { componentKey } from '../kinds/compare.ts';
import type { Config } from '../kinds/config.ts';
import type { Check } from '../kinds/link-check.ts';
import { normalise } from '../kinds/metadata.ts';
import { checkCallouts, type WantedCallout } from '../kinds/named-credential/callout.ts';
import { checkExclusive } from '../kinds/permission-set/exclusive.ts';
import {
  type CalloutWay,
  type KeyEvent,
  listenForKeyEvents,
  type Org,
  readCertificates,
  readLastChanges,
  readPrincipalGrants,
} from '../salesforce/index.ts';
import { checkChain } from './check-chain.ts';
import type { Desired } from './make-plan.ts';
import type { OrgState } from './read-state.ts';
import type { Session } from './session.ts';

export interface CheckOptions {
  /** Makes the calls of `check:`. */
  readonly callout?: boolean | undefined;
  /** Asks for what the org has kept of its callouts for keys. */
  readonly events?: boolean | undefined;
  /** Keys whose way has just been changed, by their names in the plan. */
  readonly changed?: readonly string[] | undefined;
  readonly now?: (() => Date) | undefined;
}

/** Every link of the chain, and what else was asked for: who else reaches the principals, a real call. */
export async function checkSession(
  { config, org, keyOrg }: Session,
  desired: Desired,
  state: OrgState,
  { callout = false, events = false, changed, now = () => new Date() }: CheckOptions = {},
): Promise<readonly Check[]> {
  const certificates = desired.components.some(({ type }) => type === 'Certificate')
    ? await readCertificates(org)
    : [];
  const heard = events && desired.keys.length > 0 ? await retainedEvents(await keyOrg()) : undefined;
  const changedAt = heard && (await readLastChanges(org, waysOf(desired, state)));
  const isSeen = ({ cipherTrust }: Desired['keys'][number]) =>
    cipherTrust === undefined || state.cipherTrust?.kind === 'read';
  const chain = [
    ...withCertificateEnds(checkChain(desired, state), certificates, now()),
    ...checkKeys(desired.keys.filter(isSeen), state.keys, { events: heard, changed, changedAt }),
    ...checkCipherTrust(desired, state),
  ];
  const exclusive = exclusiveSets(config);
  const callouts = callout ? wantedCallouts(config) : [];
  if (exclusive.length + callouts.length === 0) return chain;
  const credentials = new Set([
    ...exclusive.flatMap(({ principals }) => principals.map((principal) => principal.split('-', 1)[0] ?? '')),
    ...callouts.map(({ externalCredential }) => externalCredential),
  ]);
  const grants = await readPrincipalGrants(org, [...credentials]);
  return [...chain, ...checkExclusive(exclusive, grants), ...(await checkCallouts(org, callouts, grants))];
}

/** The ways on which the keys of the config are fetched, as the org has them. */
function waysOf({ keys }: Desired, { components }: OrgState): readonly CalloutWay[] {
  return [...new Set(keys.map(({ namedCredential }) => namedCredential))].map((namedCredential) => {
    const component = components.get(componentKey('NamedCredential', namedCredential));
    const externalCredential = component && normalise(component).get('parameters.Authentication');
    return { namedCredential, externalCredential };
  });
}

/** An org tells of its callouts for a while; whoever may not hear of them has no less of a key. */
async function retainedEvents(org: Org): Promise<readonly KeyEvent[] | undefined> {
  try {
    const events = await listenForKeyEvents(org, { replay: 'retained' });
    try {
      return await events.retained();
    } finally {
      await events.close();
    }
  } catch (error) {
    if (error instanceof KeywayError) return undefined;
    throw error;
  }
}

function exclusiveSets({ permissionSets = {} }: Config) {
  return Object.entries(permissionSets)
    .filter(([, { exclusive }]) => exclusive)
    .map(([permissionSet, { principals = [], assignTo = [] }]) => ({ permissionSet, principals, assignTo }));
}

function wantedCallouts({
  namedCredentials = {},
  externalCredentials = {},
}: Config): readonly WantedCallout[] {
  return Object.entries(namedCredentials).flatMap(([namedCredential, value]): readonly WantedCallout[] => {
    if (value.type === 'Legacy' || !value.check) return [];
    const { method = 'GET', path = '', expect = 200 } = value.check;
    const externalCredential =
      typeof value.externalCredential === 'string'
        ? value.externalCredential
        : value.externalCredential.value;
    const principals = Object.keys(externalCredentials[externalCredential]?.principals ?? {});
    return [
      {
        namedCredential,
        externalCredential,
        method,
        path,
        expect: typeof expect === 'number' ? [expect] : expect,
        principals: principals.map((principal) => `${externalCredential}-${principal}`),
      },
    ];
  });
}
