import { nextRotation, rotationPace } from '../../keys/life-cycle.ts';
import type { Change } from '../change.ts';
import type { KeyOutcome } from '../outcomes.ts';
import type { Planned, Run } from '../run.ts';
import type { WantedKey } from './compare.ts';

/** A key that it is too early for, by the clock of the org; nothing where it is due. */
export function pendingKey(
  { session, now }: Run,
  { state }: Planned,
  change: Change,
  { name, type, identifier }: Pick<WantedKey, 'name' | 'type' | 'identifier'>,
): readonly KeyOutcome[] {
  if (change.action !== 'create') return [];
  const next = nextRotation(state.keys?.secrets ?? [], type, rotationPace(session.org.kind));
  if (next === undefined || next <= now()) return [];
  const until = next.toISOString();
  return [
    { name, outcome: 'pending', type, identifier, status: null, version: null, statusCode: null, until },
  ];
}
