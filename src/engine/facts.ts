import { createHash } from 'node:crypto';
import {
  type ComponentFacts,
  compareByTypeAndName,
  componentFacts,
  wantedFacts,
} from '../kinds/component-facts.ts';
import type { Desired } from '../kinds/desired.ts';
import { kinds } from '../kinds/kinds.ts';
import type { OrgState } from '../kinds/state.ts';

/*
 * The inputs of a plan, as plain data in a fixed order: equal inputs give the same plan. They hold no secrets. A
 * reference contributes its name, not the default behind it; a stored value contributes only that it exists.
 */

/** The state that a config describes. Each kind adds its part. */
export interface DesiredFacts {
  readonly components: readonly ComponentFacts[];
  /** `PermissionSet OldAccess` */
  readonly removed: readonly string[];
}

export function desiredFacts(desired: Desired): DesiredFacts {
  const own = {
    // A part enters as the config has it, because the rest of the component belongs to the org.
    components: [...desired.components.filter(({ isPart }) => !isPart), ...desired.parts].map(wantedFacts),
    removed: desired.removed.map(({ type, fullName }) => `${type} ${fullName}`).sort(),
  };
  return Object.assign(own, ...kinds.map((kind) => kind.desiredFacts?.(desired) ?? {}));
}

/** The facts about an org that a plan depends on. */
export function stateFacts(state: OrgState): object {
  const components = [...state.components.values()].map(componentFacts).sort(compareByTypeAndName);
  return Object.assign({ components }, ...kinds.map((kind) => kind.stateFacts?.(state) ?? {}));
}

export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
