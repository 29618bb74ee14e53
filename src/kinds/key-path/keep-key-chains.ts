import type { Change } from '../change.ts';
import { componentKey } from '../compare.ts';
import type { Desired } from '../desired.ts';
import type { Planned } from '../run.ts';

/** Removes from a rollback the changes that would break the chain of a live key. Notes say what stays. */
export function keepKeyChains({ desired, state, plan }: Planned): Planned {
  const { changes } = plan;
  const kept = changes.filter(({ action, liveKeys = [] }) => action === 'delete' && liveKeys.length > 0);
  if (kept.length === 0) return { desired, state, plan };
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

function withoutRemoved(desired: Desired, kept: ReadonlySet<string>): Desired {
  return {
    ...desired,
    removed: desired.removed.filter(({ type, fullName }) => !kept.has(componentKey(type, fullName))),
  };
}
