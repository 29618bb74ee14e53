import type { Problem } from '../../config/index.ts';
import { componentKey } from '../compare.ts';
import type { Config } from '../config.ts';
import type { Desired } from '../desired.ts';
import type { Kind } from '../kind.ts';
import { type Check, linkCheck } from '../link-check.ts';
import type { Component } from '../metadata.ts';
import type { OrgState } from '../state.ts';
import { applyGrants, isGrantedByRecords } from './apply.ts';
import type { PermissionSetComponent } from './metadata.ts';
import { widenPermissionSet } from './widen.ts';

/** Permission sets that grant principals. */
export const permissionSet: Kind = {
  types: ['PermissionSet'],
  stage: 'metadata',
  // Salesforce doesn't document what happens to a set with a license when a deploy leaves the license out.
  componentRisks: (_actual, _desired, fields) =>
    fields.some(({ path, from }) => path === 'license' && from !== undefined)
      ? ['permission-set-overwrite']
      : [],
  permissions: () => [
    { login: 'org', need: 'metadata', what: 'this deploy' },
    { login: 'org', need: 'permissionSets', what: 'this deploy' },
  ],
  widen: widenPermissionSet,
  isAppliedSeparately: isGrantedByRecords,
  apply: applyGrants,
  checkParts,
  problems: ({ config }, { desired, state }) => missingShared(config, desired, state),
};

/** Someone else must create a shared permission set. */
function missingShared(config: Config, { parts }: Desired, { components }: OrgState): readonly Problem[] {
  return parts
    .filter(({ type, fullName }) => type === 'PermissionSet' && !components.has(componentKey(type, fullName)))
    .map(({ fullName }) => ({
      severity: 'error',
      at: config.locate(['permissionSets', fullName]),
      message: `the org has no permission set ${fullName}, of which keyway changes only the principals (managed: principals)`,
    }));
}

function checkParts(component: Component, actual: Component): readonly Check[] {
  if (component.type !== 'PermissionSet' || actual.type !== 'PermissionSet') return [];
  const existing = grantsOf(actual);
  return grantsOf(component).map((principal) =>
    linkCheck('PrincipalAccess', `${component.fullName} → ${principal}`, existing.includes(principal), {
      holds: 'is granted',
      broken: 'is not granted',
    }),
  );
}

function grantsOf({ metadata }: PermissionSetComponent): readonly string[] {
  const accesses = metadata.externalCredentialPrincipalAccesses ?? [];
  return accesses
    .filter(({ enabled }) => enabled)
    .map(({ externalCredentialPrincipal }) => externalCredentialPrincipal);
}
