import { KeywayError } from '../../errors/index.ts';
import { readChainDigest } from '../certificate/made.ts';
import { uploadsOf } from '../cipher-trust/open-uploads.ts';
import { localAuthority } from '../cipher-trust/session.ts';
import { probeWarnings, requireNotRefused } from '../key-path/findings.ts';
import { contextAfterPlan } from '../key-path/planned.ts';
import { probeKeys } from '../key-path/probe-keys.ts';
import type { Applied, Step } from '../kind.ts';
import type { KeyOutcome } from '../outcomes.ts';
import { describeKey } from '../outcomes.ts';
import { applyKey } from './apply.ts';
import type { WantedKey } from './compare.ts';
import { isUnserved, keyChanges } from './preflight.ts';

const stays = 'Everything before the keys is done and stays; the key was not made.';

/**
 * Makes the keys of a plan, one after another: each is called for as Salesforce would before the org depends on it, and
 * then the org's own word on it is waited for and read back. What is pending is left.
 *
 * @throws KeywayError `KeyServiceRefused`, `KeyNotActive`
 */
export async function applyKeys(step: Step): Promise<Applied> {
  const { run, planned, changes, update } = step;
  const { session, remark } = run;
  const said: string[] = [];
  const made = (key: KeyOutcome) => {
    run.did({ keys: [key] });
    said.push(describeKey(key));
  };
  for (const { change, key } of keyChanges({ ...planned, plan: { changes, notes: [] } })) {
    if (isUnserved({ change, key })) {
      const uploads = await uploadsOf(step);
      update(`${key.name}: CipherTrust has the org fetch it`);
      made(await uploads.fetched(key));
      continue;
    }
    update(`${key.name}: trying ${key.namedCredential}`);
    for (const warning of await tryKey(step, key)) remark(warning);
    update(`${key.name}: waiting for the org`);
    made(await applyKey(await session.keyOrg(), key, change, { remark }));
    if (key.cipherTrust) await (await uploadsOf(step)).refresh();
  }
  return { said };
}

/** @returns what is right, and to be seen to */
async function tryKey({ run, planned }: Step, key: WantedKey): Promise<readonly string[]> {
  const { session, config } = run;
  const context = { config, sources: session.sources, localAuthority: localAuthority(session) };
  const probed = await probeKeys([key], contextAfterPlan(context, planned));
  try {
    requireNotRefused(probed, stays);
    return probed.flatMap(probeWarnings);
  } catch (error) {
    if (!(error instanceof KeywayError)) throw error;
    const own = await readChainDigest(session.org, key.certificate).catch(() => undefined);
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
