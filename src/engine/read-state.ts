import PQueue from 'p-queue';
import type { TenantSecret } from '../keys/tenant-secret.ts';
import type { HeldAssignment } from '../kinds/assignment/compare.ts';
import type { CipherTrustState } from '../kinds/cipher-trust/wanted.ts';
import { componentKey } from '../kinds/compare.ts';
import { type Component, type ComponentType, componentTypes, fromXml } from '../kinds/metadata.ts';
import {
  type CredentialAnswer,
  type Org,
  type PrincipalKey,
  readAssignments,
  readComponents,
  readCredential,
  readUsers,
  type UserRow,
} from '../salesforce/index.ts';

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
  /** Undefined where no key was asked for, because none can matter. */
  readonly keys?: OrgKeys | undefined;
  /** Undefined where nothing that is wanted has to do with CipherTrust. */
  readonly cipherTrust?: CipherTrustState | undefined;
}

/** The keys of an org, and what of their way is not the config's. */
export interface OrgKeys {
  /** Undefined: the org has no tenant secrets, or does not show them to this user. */
  readonly secrets: readonly TenantSecret[] | undefined;
  /** Named credentials that live keys are fetched through and the config does not name, by `componentKey`. */
  readonly components: ReadonlyMap<string, Component>;
}

const requestsAtOnce = 5;

/**
 * Reads an org in the fewest calls, at once: one for each type of component (for many components one retrieve of all),
 * one for assignments, one for users, one for each principal. `credentialOrg` is the login that may read credentials.
 */
export async function readState(
  org: Org,
  question: StateQuestion,
  credentialOrg: () => Promise<Org>,
): Promise<OrgState> {
  // Before anything else: a login that is not of this org ends it here.
  const forCredentials = question.principals.length > 0 ? await credentialOrg() : org;
  const names = new Map(
    componentTypes.map((type) => [
      type,
      [...new Set(question.components.filter((one) => one.type === type).map(({ fullName }) => fullName))],
    ]),
  );
  const [documents, assignments, users, credentials] = await Promise.all([
    readComponents(org, names),
    question.permissionSets.length > 0 ? readAssignments(org, question.permissionSets) : [],
    question.assignees.length > 0 ? readUsers(org, question.assignees) : [],
    readCredentials(forCredentials, question.principals),
  ]);
  return {
    components: new Map(
      componentTypes.flatMap((type) =>
        [...(documents.get(type) ?? [])].map(([name, xml]) => [
          componentKey(type, name),
          fromXml(type, name, xml),
        ]),
      ),
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
