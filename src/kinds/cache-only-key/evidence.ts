import { KeywayError } from '../../errors/index.ts';
import {
  type CalloutWay,
  type KeyEvent,
  listenForKeyEvents,
  type Org,
  readLastChanges,
} from '../../salesforce/index.ts';
import { componentKey } from '../compare.ts';
import type { Verification } from '../kind.ts';
import { normalise } from '../metadata.ts';
import type { KeyEvidence } from './verify.ts';

/** What tells of a key beside its row: the org's events of its callouts, and when its path last changed. */
export async function readKeyEvidence({
  session,
  desired,
  state,
  events,
  changed,
}: Verification): Promise<KeyEvidence> {
  if (!events || desired.keys.length === 0) return { changed };
  const heard = await retainedEvents(await session.keyOrg());
  const paths = [...new Set(desired.keys.map(({ namedCredential }) => namedCredential))].map(
    (namedCredential): CalloutWay => {
      const component = state.components.get(componentKey('NamedCredential', namedCredential));
      const externalCredential = component && normalise(component).get('parameters.Authentication');
      return { namedCredential, externalCredential };
    },
  );
  return { events: heard, changed, changedAt: heard && (await readLastChanges(session.org, paths)) };
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
