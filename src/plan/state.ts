import PQueue from 'p-queue';
import { type Component, type ComponentType, componentTypes, fromXml } from '../metadata/index.ts';
import {
  type CredentialAnswer,
  type Org,
  type PrincipalKey,
  readAssignments,
  readCredential,
  readMetadata,
  readUsers,
  type UserRow,
} from '../org/index.ts';
import type { HeldAssignment } from './assignments.ts';
import { componentKey } from './compare.ts';

/** What to look for in an org. */
export interface StateQuestion {
  readonly components: readonly { readonly type: ComponentType; readonly fullName: string }[];
  /** Permission sets whose assignments matter, and the users (or `autoproc`) who are to hold them. */
  readonly permissionSets: readonly string[];
  readonly assignees: readonly string[];
  readonly principals: readonly (PrincipalKey & { readonly name: string })[];
}

/** What an org has of it, at one moment. */
export interface OrgState {
  readonly components: ReadonlyMap<string, Component>;
  readonly assignments: readonly HeldAssignment[];
  readonly users: readonly UserRow[];
  /** What is stored for each principal, by name; undefined where the org has none. */
  readonly credentials: ReadonlyMap<string, CredentialAnswer | undefined>;
}

const requestsAtOnce = 5;

/** Reads an org in the fewest calls: one for each type of component, one for assignments,
 * one for users, one for each principal; at once. */
export async function readState(org: Org, question: StateQuestion): Promise<OrgState> {
  const reads = componentTypes.map(async (type) => {
    const names = question.components
      .filter((component) => component.type === type)
      .map(({ fullName }) => fullName);
    if (names.length === 0) return [];
    const documents = await readMetadata(org, type, names);
    return [...documents].flatMap(([name, xml]) => (xml === undefined ? [] : [fromXml(type, name, xml)]));
  });
  const [components, assignments, users, credentials] = await Promise.all([
    Promise.all(reads),
    question.permissionSets.length > 0 ? readAssignments(org, question.permissionSets) : [],
    question.assignees.length > 0 ? readUsers(org, question.assignees) : [],
    readCredentials(org, question.principals),
  ]);
  return {
    components: new Map(
      components.flat().map((component) => [componentKey(component.type, component.fullName), component]),
    ),
    assignments,
    users,
    credentials,
  };
}

/** The API knows one principal a call: several calls at once, but not all. */
async function readCredentials(
  org: Org,
  principals: StateQuestion['principals'],
): Promise<OrgState['credentials']> {
  const queue = new PQueue({ concurrency: requestsAtOnce });
  const answers = await queue.addAll(
    principals.map(
      (principal) => async () => [principal.name, await readCredential(org, principal)] as const,
    ),
  );
  return new Map(answers);
}
