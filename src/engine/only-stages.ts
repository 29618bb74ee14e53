import type { Change } from '../kinds/change.ts';
import type { StageName } from '../kinds/kind.ts';
import type { Planned } from '../kinds/run.ts';
import { kindOf } from './make-plan.ts';

/** Keeps only the changes of the requested stages. A note mentions the others. */
export function limitToStages(planned: Planned, only: readonly StageName[]): Planned {
  const all = planned.plan.changes;
  const changes = all.filter((change) => only.includes(stageOf(change, all)));
  const left = all.length - changes.length;
  const notes =
    left > 0
      ? [...planned.plan.notes, `--only leaves ${left} changes of other stages out`]
      : planned.plan.notes;
  return { ...planned, plan: { changes, notes } };
}

function stageOf(change: Change, all: readonly Change[]): StageName {
  const kind = kindOf(change.type);
  return kind?.stageOf?.(change, all) ?? kind?.stage ?? 'metadata';
}
