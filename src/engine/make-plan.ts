import type { Change, ChangeType, FieldChange, Plan, Risk } from '../kinds/change.ts';
import { compareComponent, compareFields, componentKey } from '../kinds/compare.ts';
import type { Desired } from '../kinds/desired.ts';
import { stageNames } from '../kinds/kind.ts';
import { kinds } from '../kinds/kinds.ts';
import { type Component, componentTypes, normalise } from '../kinds/metadata.ts';
import type { OrgState } from '../kinds/state.ts';
import type { Readable, Rewrite } from '../kinds/wanted-value.ts';

export interface PlanOptions {
  readonly readable: Readable;
  /** Secrets to write even if nothing differs. */
  readonly rewrite: Rewrite;
  /** Changes that don't come from the comparison. */
  readonly added?: readonly Change[] | undefined;
}

/** Compares the desired with the actual state. Pure, so that a saved plan can be computed again. */
export function makePlan(desired: Desired, state: OrgState, options: PlanOptions): Plan {
  const { readable, rewrite, added = [] } = options;
  const asked = kinds.flatMap((kind) => kind.rewrites?.(desired, state, readable) ?? []);
  const question = {
    desired,
    state,
    readable,
    rewrite: rewrite === 'all' ? rewrite : [...rewrite, ...asked],
  };
  let changes: readonly Change[] = [
    ...compareComponents(desired.components, state.components),
    ...compareRemoved(desired.removed, state.components),
  ];
  const notes: string[] = [];
  for (const kind of kinds) {
    const found = kind.compare?.({ ...question, changes });
    changes = [...changes, ...(found?.changes ?? [])];
    notes.push(...(found?.notes ?? []));
  }
  const ordered = [...changes, ...added].toSorted((left, right) => rank(left.type) - rank(right.type));
  const marked = kinds.reduce<readonly Change[]>((all, kind) => kind.mark?.(all, state) ?? all, ordered);
  return { changes: marked, notes };
}

/** Changes appear in the order of the stages that apply them. */
function rank(type: ChangeType): number {
  return stageNames.indexOf(kindOf(type)?.stage ?? 'metadata');
}

/** Whether a change is sent in a metadata job. */
export function isComponent({ type }: Change): boolean {
  return componentTypes.some((one) => one === type);
}

export function kindOf(type: ChangeType) {
  return kinds.find(({ types }) => types.includes(type));
}

/**
 * The changes that a deploy would make to components. Compares by meaning: fills in defaults, treats parameters as
 * a set, orders only by sequence numbers, and ignores names that the org generated.
 */
export function compareComponents(
  desired: readonly Component[],
  actual: ReadonlyMap<string, Component>,
): readonly Change[] {
  return desired.flatMap((component): readonly Change[] => {
    const { type, fullName: name } = component;
    const existing = actual.get(componentKey(type, name));
    const fields = compareComponent(existing, component);
    if (existing && fields.length === 0) return [];
    const risks = existing ? risksOf(existing, component, fields) : [];
    return [{ type, name, action: existing ? 'update' : 'create', risks, fields }];
  });
}

/** Components that must not exist but that the org still has. */
function compareRemoved(
  removed: Desired['removed'],
  actual: ReadonlyMap<string, Component>,
): readonly Change[] {
  return removed.flatMap(({ type, fullName: name }): readonly Change[] => {
    const existing = actual.get(componentKey(type, name));
    if (!existing) return [];
    const fields = compareFields(normalise(existing), new Map());
    return [{ type, name, action: 'delete', risks: ['component-removal'], fields }];
  });
}

function risksOf(actual: Component, desired: Component, fields: readonly FieldChange[]): readonly Risk[] {
  const risks = kindOf(desired.type)?.componentRisks?.(actual, desired, fields) ?? [];
  const overwrites = removesForeignParts(actual, desired) ? (['permission-set-overwrite'] as const) : [];
  return [...new Set([...risks, ...overwrites])].sort();
}

/**
 * Whether a deploy would remove what the config can't describe. A component that was read from an org earlier has
 * it too.
 */
function removesForeignParts(actual: Component, desired: Component): boolean {
  const kept = new Set(desired.foreign?.map(({ path, value }) => `${path}=${value}`));
  return (actual.foreign ?? []).some(
    ({ reserved, path, value }) => !reserved && !kept.has(`${path}=${value}`),
  );
}
