import { type Component, normalise } from '../kinds/metadata.ts';
import type { Planned } from '../kinds/run.ts';
import { isComponent } from './make-plan.ts';

/** A plan with more changes than this reads everything back. */
const maxTrackedChanges = 100;

/**
 * Components that a plan read and that its changes don't concern: they aren't changed themselves, and nothing in
 * them contains the name of a changed component. A deploy reads back all others.
 */
export function findUntouched({
  plan,
  state,
}: Pick<Planned, 'plan' | 'state'>): ReadonlyMap<string, Component> {
  const changed = plan.changes.filter(isComponent);
  if (changed.length > maxTrackedChanges) return new Map();
  const keys = new Set(changed.map(({ type, name }) => `${type} ${name}`));
  const names = changed.map(({ name }) => name);
  return new Map(
    [...state.components].filter(
      ([, component]) => !keys.has(`${component.type} ${component.fullName}`) && !mentions(component, names),
    ),
  );
}

/** A principal's name contains the name of its external credential, so that a partial match is enough. */
function mentions(component: Component, names: readonly string[]): boolean {
  return [...normalise(component)].some(([path, value]) =>
    names.some((name) => value.includes(name) || path.includes(name)),
  );
}
