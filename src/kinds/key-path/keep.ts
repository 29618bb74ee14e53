import type { Desired } from '../../engine/make-plan.ts';
import type { Snapshot } from '../../engine/snapshot.ts';
import type { Planned } from '../../operations/plan.ts';
import type { Change } from '../change.ts';
import { componentKey } from '../compare.ts';
import { markKeyPath } from './live-keys.ts';

/**
 * A way back without what would take the chain of a live key apart: no rollback destroys a key, or lets the org lose it.
 * What stays is in the notes.
 */
export function keepingKeys({ desired, state, plan }: Planned): Planned {
  const changes = markKeyPath(plan.changes, state);
  const kept = changes.filter(({ action, liveKeys = [] }) => action === 'delete' && liveKeys.length > 0);
  if (kept.length === 0) return { desired, state, plan: { ...plan, changes } };
  const isKept = (change: Change) =>
    kept.some(({ type, name }) => type === change.type && name === change.name);
  const keptNames = new Set(kept.map(({ type, name }) => `${type}:${name}`));
  const notes = kept.map(
    ({ type, name, liveKeys = [] }) => `${type} ${name} stays: ${liveKeys.join(', ')} is fetched through it`,
  );
  return {
    desired: withoutRemoved(desired, keptNames),
    state,
    plan: { changes: changes.filter((change) => !isKept(change)), notes: [...plan.notes, ...notes] },
  };
}

/** Keys that these runs made or activated, newest first. */
export function keysStay(entries: readonly Pick<Snapshot, 'changes'>[]): readonly string[] {
  const named = (isMeant: (type: string) => boolean) =>
    new Set(
      entries.flatMap(({ changes }) => changes.filter(({ type }) => isMeant(type)).map(({ name }) => name)),
    );
  const inCipherTrust = named((type) => type.startsWith('CipherTrust'));
  return [
    ...[...named((type) => type === 'Key')].map(
      (name) =>
        `${name} stays: keyway rolls no key back, since data is encrypted with it; keyway key list shows it, keyway key rotate replaces it`,
    ),
    ...[...inCipherTrust].map((name) => `${name} stays in CipherTrust: keys may need it`),
  ];
}

function withoutRemoved(desired: Desired, kept: ReadonlySet<string>): Desired {
  return {
    ...desired,
    removed: desired.removed.filter(({ type, fullName }) => !kept.has(componentKey(type, fullName))),
  };
}
