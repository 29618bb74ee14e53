import type { CarryOutOptions, Order } from '../../engine/order.ts';
import type { Session } from '../../engine/session.ts';
import { KeywayError } from '../../errors/index.ts';
import { parseCertificate } from '../../keys/certificate.ts';
import type { Planned } from '../../operations/plan.ts';
import { silentProgress } from '../../report/progress.ts';
import { type Org, readCertificateChain, readCertificates } from '../../salesforce/index.ts';
import type { Change } from '../change.ts';
import { uploadChanges } from '../cipher-trust/preflight.ts';
import { localAuthority } from '../cipher-trust/session.ts';
import { openUploads } from '../cipher-trust/upload.ts';
import { probeWarnings, requireNotRefused } from '../key-path/findings.ts';
import { contextAfterPlan } from '../key-path/planned.ts';
import { probeKeys } from '../key-path/probe-keys.ts';
import { applyKey, type KeyOutcome } from './apply.ts';
import type { WantedKey } from './compare.ts';
import { isUnserved, keyChanges } from './preflight.ts';

export interface KeyStage {
  readonly planned: Planned;
  readonly pending: readonly KeyOutcome[];
  readonly remark: (sentence: string) => void;
}

const stays = 'Everything before the keys is done and stays; the key was not made.';

/**
 * Makes the keys of a plan, one after another: each is called for as Salesforce would before the org depends on it, and
 * then the org's own word on it is waited for and read back. What is pending is left.
 *
 * @throws KeywayError `KeyServiceRefused`, `KeyNotActive`
 */
export async function keyStage(
  session: Session,
  order: Order,
  { planned, pending, remark }: KeyStage,
  { progress = silentProgress, wait }: CarryOutOptions,
): Promise<readonly KeyOutcome[]> {
  const isDue = (name: string) => !pending.some((one) => one.name === name);
  const due = keyChanges(planned).filter(({ key }) => isDue(key.name));
  const uploads = uploadChanges(planned).filter(({ upload }) => isDue(upload.name));
  const toSynchronize = planned.plan.changes.some(({ type }) => type === 'CipherTrustCertificate');
  if (due.length + uploads.length === 0 && !toSynchronize) return pending;
  return progress.stage(
    'Keys',
    async (update) => {
      const made: KeyOutcome[] = [];
      const viaCipherTrust =
        uploads.length > 0 || toSynchronize || due.some(({ key }) => key.cipherTrust !== undefined);
      const through = viaCipherTrust ? await openUploads(session, planned, { wait, update }) : undefined;
      for (const { upload } of uploads) {
        update(`${upload.name}: CipherTrust uploads it`);
        if (through) made.push(await through.secret(upload));
      }
      for (const { change, key } of due) {
        if (through && isUnserved({ change, key })) {
          update(`${key.name}: CipherTrust has the org fetch it`);
          made.push(await through.fetched(key));
          continue;
        }
        update(`${key.name}: trying ${key.namedCredential}`);
        for (const warning of await tryKey(session, order, planned, key)) remark(warning);
        update(`${key.name}: waiting for the org`);
        made.push(await applyKey(await session.keyOrg(), key, change, { remark }));
        if (key.cipherTrust) await through?.refresh();
      }
      return [...made, ...pending];
    },
    (outcomes) => outcomes.map(describeKey).join(', '),
  );
}

/** `AcmeDataKey is ACTIVE (version 2)`, `AcmeDataKey is pending until 2026-11-23T10:00:00.000Z` */
export function describeKey({ name, status, version, until }: KeyOutcome): string {
  return until === undefined
    ? `${name} is ${status} (version ${version})`
    : `${name} is pending until ${until}`;
}

/** @returns what is right, and to be seen to */
async function tryKey(
  session: Session,
  order: Order,
  planned: Planned,
  key: WantedKey,
): Promise<readonly string[]> {
  const context = { config: order.config, sources: session.sources, localAuthority: localAuthority(session) };
  const probed = await probeKeys([key], contextAfterPlan(context, planned));
  try {
    requireNotRefused(probed, stays);
    return probed.flatMap(probeWarnings);
  } catch (error) {
    if (!(error instanceof KeywayError)) throw error;
    const own = await certificateOf(session.org, key.certificate).catch(() => undefined);
    const given = own
      ? [
          `The key service must wrap for certificate ${own.name} of this org: give its owner the chain (keyway certificate get ${own.name}), SHA-256 ${own.chainSha256}.`,
        ]
      : [];
    throw new KeywayError(error.code, `${key.name} was not made. ${error.message}`, {
      actions: [...error.actions, ...given],
      data: error.data,
    });
  }
}

/** What a deploy that made certificates tells the owner of the key service: by this each is recognised. */
export async function newCertificates(org: Org, changes: readonly Change[]): Promise<readonly string[]> {
  const names = changes
    .filter(({ type, action }) => type === 'Certificate' && action === 'create')
    .map(({ name }) => name);
  // It is for information: what was deployed stays deployed whether it can be read or not.
  const found = await Promise.all(names.map((name) => certificateOf(org, name).catch(() => undefined)));
  return found.flatMap((one) =>
    one
      ? [`Certificate ${one.name} for the key service's owner: SHA-256 of its chain ${one.chainSha256}`]
      : [],
  );
}

/** Undefined where there is no chain yet: a request that an authority has still to sign. */
async function certificateOf(
  org: Org,
  name: string,
): Promise<{ readonly name: string; readonly chainSha256: string } | undefined> {
  const row = (await readCertificates(org)).find((one) => one.name === name);
  if (row === undefined || row.expiresAt === undefined) return undefined;
  const { chainSha256 } = parseCertificate(await readCertificateChain(org, row.id));
  return { name, chainSha256 };
}
