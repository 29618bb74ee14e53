import { KeywayError } from '../../errors/index.ts';
import { readChainDigest } from '../certificate/made.ts';
import { uploadsOf } from '../cipher-trust/open-uploads.ts';
import { localAuthority } from '../cipher-trust/session.ts';
import { probeWarnings, requireNotRefused } from '../key-path/describe-probes.ts';
import { contextAfterPlan } from '../key-path/planned.ts';
import { probeKeys } from '../key-path/probe-keys.ts';
import type { Applied, Step } from '../kind.ts';
import type { KeyOutcome } from '../outcomes.ts';
import { describeKey } from '../outcomes.ts';
import { applyKey } from './apply.ts';
import type { WantedKey } from './compare.ts';
import { pendingIfRefused } from './pending.ts';
import { isNotServedYet, keyChanges } from './preflight.ts';

const keyNotCreated = 'Everything before the keys is done. The key was not created.';

/**
 * Creates the keys of a plan one after another. For each, keyway calls the key service as Salesforce would, lets
 * the org create the key, and reads it back. A key that the org will only create later is pending.
 *
 * @throws KeywayError `KeyServiceRefused`, `KeyNotActive`
 */
export async function applyKeys(step: Step): Promise<Applied> {
  const { run, planned, changes, update } = step;
  const { session, remark } = run;
  const summaries: string[] = [];
  const made = async (key: WantedKey, make: () => Promise<KeyOutcome>) => {
    const outcome = await make().catch((error) => pendingIfRefused(error, key, run, planned));
    run.record({ keys: [outcome] });
    summaries.push(describeKey(outcome));
  };
  for (const { change, key } of keyChanges({ ...planned, plan: { changes, notes: [] } })) {
    if (isNotServedYet({ change, key })) {
      const uploads = await uploadsOf(step);
      update(`${key.name}: CipherTrust lets the org fetch it`);
      await made(key, () => uploads.uploadCacheOnly(key));
      continue;
    }
    update(`${key.name}: testing ${key.namedCredential}`);
    for (const warning of await tryKey(step, key)) remark(warning);
    update(`${key.name}: waiting for the org`);
    const keyOrg = await session.keyOrg();
    await made(key, () => applyKey(keyOrg, key, change, { remark }));
    if (key.cipherTrust) await (await uploadsOf(step)).refresh();
  }
  return { summaries };
}

/** @returns warnings */
async function tryKey({ run, planned }: Step, key: WantedKey): Promise<readonly string[]> {
  const { session, config } = run;
  const context = { config, sources: session.sources, localAuthority: localAuthority(session) };
  const probed = await probeKeys([key], contextAfterPlan(context, planned));
  try {
    requireNotRefused(probed, keyNotCreated);
    return probed.flatMap(probeWarnings);
  } catch (error) {
    if (!(error instanceof KeywayError)) throw error;
    const own = await readChainDigest(session.org, key.certificate).catch(() => undefined);
    const given = own
      ? [
          `The key service must wrap for certificate ${own.name} of this org. Give its owner the chain (keyway certificate get ${own.name}), SHA-256 ${own.chainSha256}.`,
        ]
      : [];
    throw new KeywayError(error.code, `${key.name} was not created. ${error.message}`, {
      actions: [...error.actions, ...given],
      data: error.data,
    });
  }
}
