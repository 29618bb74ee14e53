import { secretName } from '../cache-only-key/compare.ts';
import { renewedEndpoints } from '../cipher-trust/preflight.ts';
import { localAuthority } from '../cipher-trust/session.ts';
import type { Kind, Prepared } from '../kind.ts';
import type { Planned, Run } from '../run.ts';
import { describeProbed, describeUntested, probeWarnings, requireNotRefused } from './describe-probes.ts';
import { keyFacts } from './facts.ts';
import { keepKeyChains } from './keep-key-chains.ts';
import { markKeyPath } from './live-keys.ts';
import { contextAfterPlan } from './planned.ts';
import { probeKeys } from './probe-keys.ts';
import { foreignKeyNotes, readKeys, readKeysFor, withKeys } from './read.ts';
import { refuseKeyCuts } from './refuse-key-cuts.ts';
import { findUntestableKeys } from './untestable-keys.ts';

/*
 * The components that a live key is fetched through: a named credential, its external credential and secret, a
 * permission set and its assignments, a certificate, the settings. A change to any of these kinds can cut the key
 * off, so this kind inspects the changes of all others.
 */
export const keyPath: Kind = {
  types: [],
  stage: 'metadata',
  read: readKeys,
  readMore: (session, _desired, state) => (state.keys ? withKeys(session, state) : Promise.resolve(state)),
  readMoreForPlan: readKeysFor,
  mark: markKeyPath,
  keep: keepKeyChains,
  notes: ({ org }, planned) => foreignKeyNotes(org, planned),
  stateFacts: ({ keys }) => ({ keys: keys && keyFacts(keys) }),
  preflight,
  beforeSwitch,
};

/**
 * Probes every live key whose path would change, through the new path. The results are shown before `key-path` is
 * approved.
 */
async function preflight(run: Run, planned: Planned): Promise<Prepared> {
  const { session, progress } = run;
  const renewed = renewedEndpoints(planned);
  const live = livePaths(planned);
  if (live.length + renewed.length > 0) await refuseKeyCuts(session.org, planned);
  if (live.length === 0) return {};
  const probed = await progress.stage(
    'Probed',
    async () => {
      const all = await probe(run, planned);
      requireNotRefused(all);
      return all;
    },
    (all) => all.map(describeProbed).join(', '),
  );
  const { planned: marked, untested } = findUntestableKeys(run, planned, probed);
  return { planned: marked, remarks: [...probed.flatMap(probeWarnings), ...untested.map(describeUntested)] };
}

/** The new chain exists and the old one is still in use: the last chance to find that the new one doesn't work. */
async function beforeSwitch(run: Run, planned: Planned): Promise<void> {
  const probed = await probe(run, planned);
  requireNotRefused(probed, 'The new chain is in the org. Keys are still fetched through the old one.');
}

function probe({ session, config }: Run, planned: Planned) {
  const context = { config, sources: session.sources, localAuthority: localAuthority(session) };
  return probeKeys(livePaths(planned), contextAfterPlan(context, planned));
}

/** Live keys whose path a plan changes, each with the named credential and identifier to probe. */
function livePaths(planned: Planned) {
  const { state, plan } = planned;
  const renewed = renewedEndpoints(planned);
  const names = new Set(
    plan.changes.filter(({ type }) => type !== 'Key').flatMap(({ liveKeys = [] }) => liveKeys),
  );
  return (state.keys?.secrets ?? []).flatMap((secret) => {
    const { status, remote } = secret;
    const name = secretName(secret);
    if (!remote || !names.has(name) || renewed.includes(remote.namedCredential)) return [];
    const { namedCredential, identifier } = remote;
    return [{ name, namedCredential, identifier, status }];
  });
}
