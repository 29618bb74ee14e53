import { KeywayError } from '../../errors/index.ts';
import {
  type CalloutWay,
  type KeyEvent,
  listenForKeyEvents,
  type Org,
  readLastChanges,
} from '../../salesforce/index.ts';
import { findChain, findInState } from '../key-path/chain.ts';
import type { Verification } from '../kind.ts';
import type { KeyEvidence } from './verify.ts';

/** Evidence in addition to the key's row: the org's callout events, and the time when its path last changed. */
export async function readKeyEvidence({
  session,
  desired,
  state,
  events,
  changed,
}: Verification): Promise<KeyEvidence> {
  if (!events || desired.keys.length === 0) return { changed };
  const paths = [...new Set(desired.keys.map(({ namedCredential }) => namedCredential))].map(
    (namedCredential): CalloutWay => ({
      namedCredential,
      externalCredential: findChain(namedCredential, findInState(state))?.externalCredentialName,
    }),
  );
  const keyOrg = await session.keyOrg();
  const [heard, changedAt] = await Promise.all([retainedEvents(keyOrg), readLastChanges(session.org, paths)]);
  return { events: heard, changed, changedAt: heard && changedAt };
}

/** The org retains events for a limited time. A user who may not read them can still verify the rest. */
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
