import { isProtected } from '../../engine/approve.ts';
import type { Order } from '../../engine/order.ts';
import { requireNeeds } from '../../engine/preflight.ts';
import type { Session } from '../../engine/session.ts';
import { KeywayError } from '../../errors/index.ts';
import { nextRotation, rotationPace } from '../../keys/life-cycle.ts';
import type { Planned } from '../../operations/plan.ts';
import type { Progress } from '../../report/progress.ts';
import type { Change } from '../change.ts';
import { renewedEndpoints, requireCipherTrustReady, uploadChanges } from '../cipher-trust/preflight.ts';
import { localAuthority } from '../cipher-trust/session.ts';
import {
  describeProbed,
  describeUntested,
  isUntested,
  probeWarnings,
  requireNotRefused,
} from '../key-path/findings.ts';
import { contextAfterPlan } from '../key-path/planned.ts';
import { type KeyToProbe, type ProbedKey, probeKeys } from '../key-path/probe-keys.ts';
import { requireKeysUncut } from '../key-path/require-uncut.ts';
import type { KeyOutcome } from './apply.ts';
import { secretName, type WantedKey } from './compare.ts';
import { requireFitCertificates, requireForKeys } from './requirements.ts';

/*
 * What a key stage would fail at, or cut off, is found out before anything is sent.
 */

export interface KeysReady {
  /** The plan with the risk of keys that could not be tried. */
  readonly planned: Planned;
  /** Keys that it is too early for; everything else is done. */
  readonly pending: readonly KeyOutcome[];
  /** Live keys whose way changes, each proven at its new end. */
  readonly onPath: readonly KeyToProbe[];
  readonly remarks: readonly string[];
}

/**
 * Looks at everything that the keys of a plan need, and calls for every live key whose way would change at its new end.
 *
 * @throws KeywayError `NoActiveDataKey`, `CacheOnlyKeysOff`, `CertificateUnfit`, `KeyCutOff`, `KeyServiceRefused`
 */
export async function requireKeysReady(
  session: Session,
  order: Order,
  planned: Planned,
  { now, progress }: { readonly now: Date; readonly progress: Progress },
): Promise<KeysReady> {
  const made = keyChanges(planned);
  if (made.length > 0) requireForKeys(planned, made);
  await requireCipherTrustReady(session, planned);
  const uploads = uploadChanges(planned).map(({ change, upload }) => ({
    change,
    key: { ...upload, identifier: '' },
  }));
  const all = [...made, ...uploads];
  await requireFitCertificates(session, planned, new Set(all.map(({ key }) => key.certificate)), now);
  const pending = all.flatMap(({ change, key }) => pendingOf(session, planned, change, key, now));
  const renewed = renewedEndpoints(planned);
  const live = livePaths(planned).filter(({ namedCredential }) => !renewed.includes(namedCredential));
  if (live.length + renewed.length > 0) await requireKeysUncut(session.org, planned);
  const due = made.filter(({ key }) => !pending.some(({ name }) => name === key.name));
  const unserved = due.filter(isUnserved).map(({ key }) => key.name);
  const wanted = due.filter((one) => !isUnserved(one)).map(({ key }) => ({ ...key, name: key.name }));
  if (live.length + due.length === 0) return { planned, pending, onPath: [], remarks: [] };
  const onPathOf = (probed: readonly ProbedKey[]) =>
    probed.filter((one) => live.some(({ name }) => name === one.name));
  const probe = async () => {
    const { sources } = session;
    const context = { config: order.config, sources, localAuthority: localAuthority(session) };
    const all = await probeKeys([...live, ...wanted], contextAfterPlan(context, planned));
    requireNotRefused(onPathOf(all));
    return all;
  };
  // What a yes to key-path rests on is shown before the question.
  const probed =
    live.length === 0
      ? await probe()
      : await progress.stage('Probed', probe, (all) => onPathOf(all).map(describeProbed).join(', '));
  const onPath = onPathOf(probed);
  const untested = probed.filter(isUntested);
  return {
    planned: isProtected(session.org, session.config.environment)
      ? withUnprobed(planned, new Set([...unserved, ...untested.map(({ name }) => name)]))
      : planned,
    pending,
    onPath: live,
    remarks: [
      ...onPath.flatMap(probeWarnings),
      ...untested.map(describeUntested),
      ...unserved.map(
        (name) => `keyway can't test ${name} from here: CipherTrust serves it only after the upload`,
      ),
    ],
  };
}

/**
 * A deploy with keys in its file has to see what keys there are.
 * @throws KeywayError `TenantSecretsHidden`, `PermissionMissing`
 */
export async function requireKeysShown({ keyOrg }: Session, { desired, state }: Planned): Promise<void> {
  const wanted = desired.keys.length + (desired.cipherTrust?.uploads.length ?? 0);
  if (wanted === 0 || state.keys?.secrets) return;
  const org = await keyOrg();
  await requireNeeds(org, ['tenantSecrets'], 'making keys');
  throw new KeywayError(
    'TenantSecretsHidden',
    `The org shows ${org.username} no tenant secrets, and cacheOnlyKeys are some.`,
    {
      actions: [
        'Nothing was changed. The org needs Shield Platform Encryption, and the user Manage Encryption Keys.',
        'Everything but the keys: --only metadata,credentials,assignments',
      ],
    },
  );
}

/** Changes to keys, each with the key of the config. */
export function keyChanges({ desired, plan }: Planned): readonly { change: Change; key: WantedKey }[] {
  return plan.changes.flatMap((change) => {
    const key = change.type === 'Key' && desired.keys.find(({ name }) => name === change.name);
    return key ? [{ change, key }] : [];
  });
}

/** Live keys whose way a plan changes, and the named credential and identifier to try them with. */
function livePaths({ state, plan }: Planned): readonly KeyToProbe[] {
  const names = new Set(
    plan.changes.filter(({ type }) => type !== 'Key').flatMap(({ liveKeys = [] }) => liveKeys),
  );
  return (state.keys?.secrets ?? []).flatMap((secret) => {
    const { status, remote } = secret;
    const name = secretName(secret);
    if (!remote || !names.has(name)) return [];
    const { namedCredential, identifier } = remote;
    return [{ name, namedCredential, identifier, status }];
  });
}

/** A key of CipherTrust is served when it is uploaded, not before. */
export function isUnserved({ change, key }: { readonly change: Change; readonly key: WantedKey }): boolean {
  return key.cipherTrust !== undefined && change.action === 'create';
}

function pendingOf(
  { org }: Session,
  { state }: Planned,
  change: Change,
  { name, type, identifier }: Pick<WantedKey, 'name' | 'type' | 'identifier'>,
  now: Date,
): readonly KeyOutcome[] {
  if (change.action !== 'create') return [];
  const next = nextRotation(state.keys?.secrets ?? [], type, rotationPace(org.kind));
  if (next === undefined || next <= now) return [];
  const until = next.toISOString();
  return [
    { name, outcome: 'pending', type, identifier, status: null, version: null, statusCode: null, until },
  ];
}

function withUnprobed(planned: Planned, names: ReadonlySet<string>): Planned {
  const isUntried = ({ type, name, liveKeys = [] }: Change) =>
    type === 'Key' ? names.has(name) : liveKeys.some((key) => names.has(key));
  const changes = planned.plan.changes.map((change) =>
    isUntried(change) ? { ...change, risks: [...change.risks, 'unprobed-key' as const] } : change,
  );
  return { ...planned, plan: { ...planned.plan, changes } };
}
