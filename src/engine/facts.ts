import { createHash } from 'node:crypto';
import { byTypeAndName, type ComponentFacts, componentFacts, wantedFacts } from '../kinds/component-facts.ts';
import type { Desired } from '../kinds/desired.ts';
import { kinds } from '../kinds/kinds.ts';
import type { OrgState } from '../kinds/state.ts';

/*
 * What a plan was made from, as plain data in a fixed order: two that are equal give the same plan. Nothing in it is a
 * secret: of a reference to one its name is there, not the default behind it, and of what an org stores only what is.
 */

/** What a config wants; every kind adds its part. */
export interface DesiredFacts {
  readonly components: readonly ComponentFacts[];
  /** `PermissionSet OldAccess` */
  readonly removed: readonly string[];
}

export function desiredFacts(desired: Desired): DesiredFacts {
  const own = {
    // A part as the config says it: what the org has beside it is no wish of the config's.
    components: [...desired.components.filter(({ isPart }) => !isPart), ...desired.parts].map(wantedFacts),
    removed: desired.removed.map(({ type, fullName }) => `${type} ${fullName}`).sort(),
  };
  return Object.assign(own, ...kinds.map((kind) => kind.desiredFacts?.(desired) ?? {}));
}

/** What of an org a plan depends on. */
export function stateFacts(state: OrgState): object {
  const components = [...state.components.values()].map(componentFacts).sort(byTypeAndName);
  return Object.assign({ components }, ...kinds.map((kind) => kind.stateFacts?.(state) ?? {}));
}

export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
