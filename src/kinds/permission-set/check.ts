import { type Checking, isManaged, needsApiVersion, type Report } from '../../config/checking.ts';
import { displayText, dotted, suggestion } from '../../config/wording.ts';
import type { ExternalCredentialsSection, Principal } from '../external-credential/schema.ts';
import type { PermissionSet, PermissionSetsSection } from './schema.ts';
import { newestPermissionsSince } from './uncertain.ts';
import { viewAllFieldsSince } from './user-external-credentials.ts';

export function checkPermissionSets(
  checking: Checking<PermissionSetsSection & ExternalCredentialsSection>,
): void {
  const { config, report } = checking;
  const known = knownPrincipals(config);
  for (const [name, value] of Object.entries(config.permissionSets ?? {})) {
    checkPermissionSet(name, value, known, report);
    checkPermissions(name, value, checking);
    checkShared(name, value, checking);
  }
}

/**
 * A deploy sends back what was read, and an old API version doesn't show everything that a permission set can
 * contain.
 */
function checkShared(
  name: string,
  { managed, grantBy, userExternalCredentials }: PermissionSet,
  { apiVersion, report, warn }: Checking,
): void {
  if (grantBy === 'records') {
    if (userExternalCredentials !== undefined)
      report(
        ['permissionSets', name, 'userExternalCredentials'],
        `permissionSets.${name}.userExternalCredentials can't be changed by records: remove it, or set grantBy to deploy`,
      );
    return;
  }
  if (managed !== 'principals' || Number(apiVersion) >= newestPermissionsSince) return;
  warn(
    ['permissionSets', name, 'managed'],
    `permissionSets.${name} is shared, and API version ${apiVersion} doesn't show everything that a permission set can hold: keyway assumes that a deploy leaves the rest alone, which Salesforce doesn't document; raise apiVersion to ${newestPermissionsSince}.0 to be sure`,
  );
}

function checkPermissions(
  name: string,
  { userExternalCredentials: access }: PermissionSet,
  checking: Checking,
): void {
  const index = Array.isArray(access) ? access.indexOf('viewAllFields') : -1;
  if (index === -1) return;
  const where = ['permissionSets', name, 'userExternalCredentials', index];
  needsApiVersion(where, viewAllFieldsSince, checking, 'viewAllFields');
}

/** The principals of a config by `ExternalCredential-Principal`. */
type KnownPrincipals = ReadonlyMap<string, Principal['type']>;

function knownPrincipals({ externalCredentials = {} }: ExternalCredentialsSection): KnownPrincipals {
  return new Map(
    Object.entries(externalCredentials).flatMap(([credential, { principals }]) =>
      Object.entries(principals ?? {}).map(([principal, { type }]): [string, Principal['type']] => [
        `${credential}-${principal}`,
        type,
      ]),
    ),
  );
}

function checkPermissionSet(
  name: string,
  { principals = [], assignTo = [] }: PermissionSet,
  known: KnownPrincipals,
  report: Report,
): void {
  const path = ['permissionSets', name];
  reportRepeated(principals, [...path, 'principals'], report);
  reportRepeated(assignTo, [...path, 'assignTo'], report, (user) => user.toLowerCase());
  for (const [index, principal] of principals.entries()) {
    const where = [...path, 'principals', index];
    const type = known.get(principal);
    if (type === undefined && !isManaged(principal)) {
      const near = suggestion(principal, [...known.keys()]);
      report(
        where,
        `the principal "${displayText(principal)}" in ${dotted(path)} is not in externalCredentials${near}`,
      );
    }
    if (type === 'PerUserPrincipal' && assignTo.includes('autoproc'))
      report(
        where,
        `"${displayText(principal)}" is a PerUserPrincipal, but autoproc can't store credentials, because nobody can sign in as it; grant it a NamedPrincipal`,
      );
  }
}

function reportRepeated(
  items: readonly string[],
  path: readonly string[],
  report: Report,
  same = (item: string) => item,
): void {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    if (seen.has(same(item)))
      report([...path, index], `"${displayText(item)}" is listed twice in ${dotted(path)}; keep one`);
    seen.add(same(item));
  }
}
