import { isPlain } from '../config/edit/index.ts';
import type { Config } from '../kinds/config.ts';
import type { NewPrincipal } from '../kinds/credential/pull.ts';
import { variableName } from '../kinds/credential/variable-names.ts';
import type { SettingsComponent } from '../kinds/encryption-key-settings/metadata.ts';
import type { ExternalCredential } from '../kinds/external-credential/schema.ts';
import { type Component, toConfig } from '../kinds/metadata.ts';
import { type AssignmentRow, autoproc } from '../salesforce/index.ts';
import { type Plain, saidOf, type Wanted } from './types.ts';

/** What a person reads and keeps by hand; more holders than that come from elsewhere than a file. */
const mostAssignees = 100;

/** What the config says of a component now; undefined where it has none. */
export function inConfig(config: Config, component: Component): Plain | undefined {
  const found = saidOf(config, component);
  return isPlain(found) ? found : undefined;
}

/** Principals that the config does not have yet. */
export function newPrincipals(config: Config, components: readonly Component[]): readonly NewPrincipal[] {
  return components.flatMap((component): readonly NewPrincipal[] => {
    if (component.type !== 'ExternalCredential') return [];
    const { authentication, principals = {} } = configOf(component) as unknown as ExternalCredential;
    const known = config.externalCredentials?.[component.fullName]?.principals ?? {};
    const all = Object.entries(principals);
    return all
      .filter(([name]) => !Object.hasOwn(known, name))
      .map(([principalName, { type }]) => ({
        externalCredential: component.fullName,
        principalName,
        type,
        authentication,
        alone: all.length === 1,
      }));
  });
}

/** A component as the config is to say it: with references for secrets, and who holds it. */
export function wanted(
  component: Component,
  current: Plain | undefined,
  known: {
    readonly credentials: ReadonlyMap<string, Plain>;
    readonly assignments: readonly AssignmentRow[];
  },
): Wanted {
  if (component.type === 'Settings') return wantedSettings(component, current);
  const { notes } = toConfig([component]);
  const config = configOf(component);
  const said = notes.map(({ message }) => message);
  if (component.type === 'ExternalCredential') {
    return { component, config: withCredentials(component.fullName, config, known.credentials), notes: said };
  }
  if (component.type === 'NamedCredential') {
    const secrets = legacySecrets(component.fullName, config, component.withheld ?? [], current);
    const kept = said.filter((message) => !/^has a secret in /.test(message));
    return { component, config: { ...config, ...secrets }, notes: kept };
  }
  if (component.type === 'Certificate') return { component, config, notes: said };
  const holders = holdersOf(component.fullName, known.assignments);
  if (holders.length > mostAssignees) {
    const note = `is held by ${holders.length} users, which were not written under assignTo`;
    return { component, config: { ...config, ...assigned(current, undefined) }, notes: [...said, note] };
  }
  return { component, config: { ...config, ...assigned(current, holders) }, notes: said };
}

/** Settings that the config names, and those that are on: the others are not keyway's to set. */
function wantedSettings(component: SettingsComponent, current: Plain | undefined): Wanted {
  const named = Object.keys(current ?? {});
  const off = Object.fromEntries(named.map((name) => [name, false]));
  const metadata = Object.fromEntries(
    Object.entries({ ...off, ...component.metadata }).filter(([name, on]) => on || named.includes(name)),
  );
  return { component: { ...component, metadata }, config: metadata, notes: [] };
}

function configOf(component: Component): Plain {
  return saidOf(toConfig([component]), component) as Plain;
}

function withCredentials(name: string, config: Plain, credentials: ReadonlyMap<string, Plain>): Plain {
  if (!isPlain(config.principals)) return config;
  const principals = Object.entries(config.principals).map(([principal, settings]) => {
    const found = credentials.get(`${name}-${principal}`);
    return [principal, found && isPlain(settings) ? { ...settings, credentials: found } : settings];
  });
  return { ...config, principals: Object.fromEntries(principals) };
}

/**
 * References for the secrets of a legacy named credential: of one that the config does not have, and those that the
 * org holds and the config lacks. What its protocol needs is suggested whether or not the org returned it masked.
 */
function legacySecrets(
  name: string,
  { type, protocol, principalType }: Plain,
  withheld: readonly string[],
  current: Plain | undefined,
): Plain {
  if (type !== 'Legacy') return {};
  const needed =
    current === undefined && principalType === 'NamedUser' ? (needs[String(protocol)] ?? []) : [];
  const fields = [...new Set([...needed, ...withheld])].filter((field) => current?.[field] === undefined);
  return Object.fromEntries(fields.map((field) => [field, `\${env:${variableName([name, field])}}`]));
}

const needs: Readonly<Record<string, readonly string[]>> = {
  Password: ['password'],
  AwsSv4: ['awsAccessKey', 'awsAccessSecret'],
};

/** Who holds a permission set now: autoproc first, then usernames. */
function holdersOf(permissionSet: string, assignments: readonly AssignmentRow[]): readonly string[] {
  const held = assignments.filter((row) => row.permissionSet === permissionSet && row.isActive);
  const names = new Set(held.map(({ assignee }) => assignee));
  return [...names].sort((left, right) => rank(left) - rank(right) || (left < right ? -1 : 1));
}

function rank(assignee: string): number {
  return assignee === autoproc ? 0 : 1;
}

/** As the config has them where they are the same people. */
function assigned(current: Plain | undefined, holders: readonly string[] | undefined): Plain {
  const there = Array.isArray(current?.assignTo) ? (current.assignTo as string[]) : undefined;
  const same = holders === undefined || samePeople(there ?? [], holders);
  const assignTo = same ? there : holders;
  return assignTo === undefined || (assignTo.length === 0 && there === undefined) ? {} : { assignTo };
}

export function samePeople(left: readonly string[], right: readonly string[]): boolean {
  const names = (list: readonly string[]) =>
    [...new Set(list.map((name) => name.toLowerCase()))].sort().join(' ');
  return names(left) === names(right);
}
