import { type Component, normalise } from '../kinds/metadata.ts';
import type { Planned } from '../kinds/run.ts';
import { isComponent } from './make-plan.ts';

/** With more changes than these, everything is read back. */
const fewChanges = 100;

/**
 * The components that a plan read and that its changes leave as they are: neither changed themselves, nor with the name of a
 * changed one anywhere in them. A deploy reads back all others.
 */
export function untouchedBy({
  plan,
  state,
}: Pick<Planned, 'plan' | 'state'>): ReadonlyMap<string, Component> {
  const changed = plan.changes.filter(isComponent);
  if (changed.length > fewChanges) return new Map();
  const keys = new Set(changed.map(({ type, name }) => `${type} ${name}`));
  const names = changed.map(({ name }) => name);
  return new Map(
    [...state.components].filter(
      ([, component]) => !keys.has(`${component.type} ${component.fullName}`) && !mentions(component, names),
    ),
  );
}

/** Principals have the name of their external credential before theirs, so that a part is enough. */
function mentions(component: Component, names: readonly string[]): boolean {
  return [...normalise(component)].some(([path, value]) =>
    names.some((name) => value.includes(name) || path.includes(name)),
  );
}
