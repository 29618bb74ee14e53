import type { Plain } from '../../metadata/metadata-type.ts';
import {
  type AssignmentRow,
  autoproc,
  type PrincipalGranter,
  readAssignments,
  readPrincipalGranters,
} from '../../salesforce/index.ts';
import type { ComponentPull, PulledComponent } from '../component-pull.ts';
import type { PermissionSetComponent } from './metadata.ts';

/** A list that a person can maintain. More users than that are managed elsewhere. */
const maxAssignees = 100;

/** Pulls permission sets that grant principals or that the config has, with their assignments. */
export const permissionSetPull: ComponentPull<PermissionSetComponent> = {
  type: 'PermissionSet',
  async choose({ org, config }) {
    const granters = await readPrincipalGranters(org);
    const granting = new Set(
      [...granters.filter(isOwnSet).map(({ name }) => name), ...Object.keys(config.permissionSets ?? {})].map(
        (name) => name.toLowerCase(),
      ),
    );
    const managed = new Set(
      granters
        .filter(({ namespace }) => namespace !== undefined)
        .map(({ namespace, name }) => `${namespace}__${name}`),
    );
    return {
      isIncluded: (name) => granting.has(name.toLowerCase()),
      isMentioned: (name) => managed.has(name),
      notes: granters.flatMap(noteOnGranter),
    };
  },
  isPart: (component, current) =>
    current === undefined ? othersIn(component).length > 0 : isShared(current),
  refusal(component) {
    const others = othersIn(component);
    if (others.length === 0) return undefined;
    const kinds = [...new Set(others.map(({ path }) => path))];
    const more = kinds.length > 3 ? ` and ${kinds.length - 3} more` : '';
    return `grants other things too (${kinds.slice(0, 3).join(', ')}${more}), which a deploy would remove; write managed: principals in place of its label to leave them as they are`;
  },
  needs: ({ metadata }) =>
    metadata.externalCredentialPrincipalAccesses.map(({ externalCredentialPrincipal }) => ({
      type: 'ExternalCredential' as const,
      fullName: externalCredentialPrincipal.split('-', 1)[0] ?? '',
    })),
  async readFromOrg(components, { org }) {
    const names = components.map(({ fullName }) => fullName);
    const assignments = names.length > 0 ? await readAssignments(org, names) : [];
    return {
      addFields: (wanted, current) =>
        wanted.component.isPart ? toSharedForm(wanted, current) : withHolders(wanted, current, assignments),
      notes: [],
    };
  },
  fileFields: ['exclusive'],
  outsideFields: {
    fields: ['assignTo'],
    isSame: (current, wanted) => samePeople(peopleOf(current) ?? [], peopleOf(wanted) ?? []),
  },
};

function isOwnSet({ kind, namespace }: PrincipalGranter): boolean {
  return kind === 'permission set' && namespace === undefined;
}

/** What it grants in addition to principals. */
function othersIn({ foreign = [] }: PermissionSetComponent): NonNullable<PermissionSetComponent['foreign']> {
  return foreign.filter(({ reserved }) => !reserved);
}

function isShared({ managed }: Plain): boolean {
  return managed === 'principals';
}

/** Others manage a shared set too. They decide who has it, and about everything that the file leaves out. */
function toSharedForm(
  { component, config, notes }: PulledComponent<PermissionSetComponent>,
  current: Plain | undefined,
): PulledComponent<PermissionSetComponent> {
  if (current === undefined) {
    const note =
      'grants other things too: keyway changes only its principals and leaves the rest as it is (managed: principals)';
    return { component, config, notes: [...notes, note] };
  }
  const sharedConfig = { ...config, ...assigned(current, undefined) };
  if (current.userExternalCredentials !== undefined) return { component, config: sharedConfig, notes };
  const { objectPermissions: _permissions, ...metadata } = component.metadata;
  const { userExternalCredentials: _access, ...fields } = sharedConfig as Plain;
  return { component: { ...component, metadata } as PermissionSetComponent, config: fields, notes };
}

/** A config can't express these, so a note mentions them. */
function noteOnGranter({ kind, name }: PrincipalGranter): readonly string[] {
  if (kind === 'permission set') return [];
  const why =
    kind === 'profile'
      ? "principals of profiles can't be deployed, so a config can't express them"
      : 'it comes from a permission set in the group';
  return [`the ${kind} ${name} gives access to principals too: ${why}`];
}

function withHolders(
  { component, config, notes }: PulledComponent<PermissionSetComponent>,
  current: Plain | undefined,
  assignments: readonly AssignmentRow[],
): PulledComponent<PermissionSetComponent> {
  const holders = holdersOf(component.fullName, assignments);
  if (holders.length > maxAssignees) {
    const note = `is held by ${holders.length} users, too many for assignTo`;
    return { component, config: { ...config, ...assigned(current, undefined) }, notes: [...notes, note] };
  }
  return { component, config: { ...config, ...assigned(current, holders) }, notes };
}

/** Users who have a permission set now: autoproc first, then usernames. */
function holdersOf(permissionSet: string, assignments: readonly AssignmentRow[]): readonly string[] {
  const held = assignments.filter((row) => row.permissionSet === permissionSet && row.isActive);
  const names = new Set(held.map(({ assignee }) => assignee));
  return [...names].sort((left, right) => rank(left) - rank(right) || (left < right ? -1 : 1));
}

function rank(assignee: string): number {
  return assignee === autoproc ? 0 : 1;
}

/** Keeps the config's form if it lists the same users. */
function assigned(current: Plain | undefined, holders: readonly string[] | undefined): Plain {
  const currentPeople = current && peopleOf(current);
  const same = holders === undefined || samePeople(currentPeople ?? [], holders);
  const assignTo = same ? currentPeople : holders;
  return assignTo === undefined || (assignTo.length === 0 && currentPeople === undefined) ? {} : { assignTo };
}

function peopleOf({ assignTo }: Plain): readonly string[] | undefined {
  return Array.isArray(assignTo) ? assignTo.map(String) : undefined;
}

function samePeople(left: readonly string[], right: readonly string[]): boolean {
  const names = (list: readonly string[]) =>
    [...new Set(list.map((name) => name.toLowerCase()))].sort().join(' ');
  return names(left) === names(right);
}
