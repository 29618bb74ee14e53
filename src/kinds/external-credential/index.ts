import type { FieldChange, Risk } from '../change.ts';
import { connectionRisks } from '../connection-risks.ts';
import type { Kind } from '../kind.ts';
import { type Check, linkCheck } from '../link-check.ts';
import type { Component } from '../metadata.ts';
import type { ExternalCredentialComponent } from './metadata.ts';
import { principalsOf } from './principals.ts';

/** How an org authenticates, and as which principal. */
export const externalCredential: Kind = {
  types: ['ExternalCredential'],
  stage: 'metadata',
  componentRisks: risks,
  permissions: () => [
    { login: 'org', need: 'metadata', what: 'this deploy' },
    { login: 'org', need: 'credentials', what: 'this deploy' },
  ],
  checkParts,
};

function isExternalCredential(component: Component): component is ExternalCredentialComponent {
  return component.type === 'ExternalCredential';
}

/**
 * If a principal is deleted, renamed, moved or given another type, the org deletes its stored credential, or may
 * delete it.
 */
function risks(actual: Component, desired: Component, fields: readonly FieldChange[]): readonly Risk[] {
  if (!isExternalCredential(actual) || !isExternalCredential(desired)) return [];
  const kept = principalsOf(desired);
  // Salesforce doesn't document whether an org keeps the secret of a principal that moves to another group.
  const loses = [...principalsOf(actual)].some(
    ([name, { type, group }]) => kept.get(name)?.type !== type || kept.get(name)?.group !== group,
  );
  return [...connectionRisks(fields), ...(loses ? (['principal-removal'] as const) : [])];
}

function checkParts(component: Component, actual: Component): readonly Check[] {
  if (!isExternalCredential(actual) || !isExternalCredential(component)) return [];
  const existing = principalsOf(actual);
  return [...principalsOf(component)].map(([name, { type }]) =>
    linkCheck('Principal', `${component.fullName}-${name}`, existing.get(name)?.type === type, {
      holds: 'is in the org',
      broken: `is no ${type} in the org`,
    }),
  );
}
