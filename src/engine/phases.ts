import type { Change } from '../kinds/change.ts';
import { componentKey } from '../kinds/compare.ts';
import type { Desired } from '../kinds/desired.ts';
import type { Planned } from '../kinds/run.ts';
import { kindOf } from './make-plan.ts';

/** A part of a plan that is applied by itself: one metadata job, its credentials, its assignments. */
export interface Phase {
  readonly what: 'prerequisites' | 'all' | 'new chain' | 'switch' | 'removal';
  readonly changes: readonly Change[];
  /** The state that the changes lead to. In an early phase, a component may have both its old and its new parts. */
  readonly desired: Desired;
}

const phasedStages = ['metadata', 'credentials', 'assignments'];

/** Splits a plan into phases. With `prerequisitesFirst`, components that others refer to get a separate first phase. */
export function phasesOf(planned: Planned, prerequisitesFirst = false): readonly Phase[] {
  const first = prerequisitesFirst ? planned.plan.changes.filter(isPrerequisite) : [];
  if (first.length === 0) return phasesOfLiveKeys(planned);
  const { plan, desired } = planned;
  const others = plan.changes.filter((change) => !isPrerequisite(change));
  return [
    { what: 'prerequisites', changes: first, desired },
    ...phasesOfLiveKeys({ ...planned, plan: { ...plan, changes: others } }),
  ];
}

/** Whether other components may refer to this one, and it refers to none. */
export function isPrerequisite({ type, action }: Pick<Change, 'type' | 'action'>): boolean {
  return action === 'create' && kindOf(type)?.isPrerequisite === true;
}

/**
 * Splits a plan into phases. Most plans have one. If a plan changes what a live key is fetched through, the key
 * must stay fetchable at every moment. So the first phase only adds (the new chain with its secrets and
 * assignments), the second switches over in one job, and the third removes.
 */
function phasesOfLiveKeys(planned: Planned): readonly Phase[] {
  const { plan, desired } = planned;
  const changes = plan.changes.filter(({ type }) => phasedStages.includes(kindOf(type)?.stage ?? ''));
  if (!changes.some(isLive)) return [{ what: 'all', changes, desired }];
  const widened = changes
    .filter(isLive)
    .flatMap((change) => kindOf(change.type)?.widen?.(change, planned) ?? []);
  const added = new Map(
    widened.map(({ component }) => [componentKey(component.type, component.fullName), component]),
  );
  const phases: readonly Phase[] = [
    {
      what: 'new chain',
      changes: [...changes.filter(isAdding), ...widened.map(({ change }) => change)],
      desired: {
        ...desired,
        components: desired.components.map(
          (component) => added.get(componentKey(component.type, component.fullName)) ?? component,
        ),
      },
    },
    { what: 'switch', changes: changes.filter((change) => isLive(change) && !isRemoving(change)), desired },
    { what: 'removal', changes: changes.filter(isRemoving), desired },
  ];
  return phases.filter((phase) => phase.changes.length > 0);
}

function isLive({ liveKeys = [] }: Change): boolean {
  return liveKeys.length > 0;
}

function isRemoving({ action }: Change): boolean {
  return action === 'delete';
}

function isAdding(change: Change): boolean {
  return !isLive(change) && !isRemoving(change);
}
