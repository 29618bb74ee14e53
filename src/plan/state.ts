import { type Component, type ComponentType, componentTypes, fromXml } from '../metadata/index.ts';
import { type Org, readAssignments, readMetadata, readUsers, type UserRow } from '../org/index.ts';
import type { HeldAssignment } from './assignments.ts';
import { componentKey } from './compare.ts';

/** What to look for in an org. */
export interface StateQuestion {
  readonly components: readonly { readonly type: ComponentType; readonly fullName: string }[];
  /** Permission sets whose assignments matter, and the users (or `autoproc`) who are to hold them. */
  readonly permissionSets: readonly string[];
  readonly assignees: readonly string[];
}

/** What an org has of it, at one moment. */
export interface OrgState {
  readonly components: ReadonlyMap<string, Component>;
  readonly assignments: readonly HeldAssignment[];
  readonly users: readonly UserRow[];
}

/** Reads an org in the fewest calls: one for each type of component, one for assignments, one for users; all at once. */
export async function readState(org: Org, question: StateQuestion): Promise<OrgState> {
  const reads = componentTypes.map(async (type) => {
    const names = question.components
      .filter((component) => component.type === type)
      .map(({ fullName }) => fullName);
    if (names.length === 0) return [];
    const documents = await readMetadata(org, type, names);
    return [...documents].flatMap(([name, xml]) => (xml === undefined ? [] : [fromXml(type, name, xml)]));
  });
  const [components, assignments, users] = await Promise.all([
    Promise.all(reads),
    question.permissionSets.length > 0 ? readAssignments(org, question.permissionSets) : [],
    question.assignees.length > 0 ? readUsers(org, question.assignees) : [],
  ]);
  return {
    components: new Map(
      components.flat().map((component) => [componentKey(component.type, component.fullName), component]),
    ),
    assignments,
    users,
  };
}
