import type { Config } from '../config/index.ts';
import { type Component, type ComponentType, componentTypes, toComponents } from '../metadata/index.ts';
import { compareAssignments, type WantedAssignments } from './assignments.ts';
import { compareComponents, compareRemoved } from './compare.ts';
import type { OrgState, StateQuestion } from './state.ts';
import type { Plan } from './types.ts';

type Name = { readonly type: ComponentType; readonly fullName: string };

/** What a config wants of an org, in the terms in which an org is read. */
export interface Desired {
  readonly components: readonly Component[];
  readonly removed: readonly Name[];
  readonly assignments: readonly WantedAssignments[];
}

const sections: Readonly<
  Record<ComponentType, 'externalCredentials' | 'namedCredentials' | 'permissionSets'>
> = {
  ExternalCredential: 'externalCredentials',
  NamedCredential: 'namedCredentials',
  PermissionSet: 'permissionSets',
};

export function desiredOf(config: Config): Desired {
  return {
    components: toComponents(config, { apiVersion: config.apiVersion }),
    removed: componentTypes.flatMap((type) =>
      (config.removed?.[sections[type]] ?? []).map((fullName) => ({ type, fullName })),
    ),
    assignments: Object.entries(config.permissionSets ?? {}).map(
      ([permissionSet, { assignTo = [], exclusive = false }]) => ({
        permissionSet,
        assignTo,
        exclusive,
      }),
    ),
  };
}

/** What must be read of an org before it can be compared. */
export function questionOf({ components, removed, assignments }: Desired): StateQuestion {
  const looked = assignments.filter(({ assignTo, exclusive }) => assignTo.length > 0 || exclusive);
  return {
    components: [...components, ...removed],
    permissionSets: looked.map(({ permissionSet }) => permissionSet),
    assignees: [...new Set(looked.flatMap(({ assignTo }) => assignTo))],
  };
}

/** Desired against actual; pure, so that a plan can be made again from what was saved. */
export function makePlan(desired: Desired, state: OrgState): Plan {
  return {
    changes: [
      ...compareComponents(desired.components, state.components),
      ...compareRemoved(desired.removed, state.components),
      ...compareAssignments(desired.assignments, state.assignments),
    ],
    notes: desired.components.flatMap(remarks),
  };
}

/** What a plan cannot compare is said, not passed over. */
function remarks(component: Component): readonly string[] {
  if (component.type === 'NamedCredential' && component.metadata.namedCredentialType === 'Legacy') {
    return [
      `${component.fullName}: secrets of a legacy named credential cannot be read back, so they are not compared`,
    ];
  }
  return [];
}
