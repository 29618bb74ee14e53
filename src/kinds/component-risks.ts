import type { FieldChange, Risk } from './change.ts';
import { omittedSettingsSurelyStay } from './encryption-key-settings/uncertain.ts';
import type { ExternalCredentialComponent } from './external-credential/metadata.ts';
import { principalsOf } from './external-credential/principals.ts';
import type { Component } from './metadata.ts';

/** What may break when the org's component becomes the config's. `fields` are their differences by meaning. */
export function componentRisks(
  actual: Component,
  desired: Component,
  fields: readonly FieldChange[],
): readonly Risk[] {
  const risks = new Set<Risk>();
  for (const field of fields) for (const risk of fieldRisks(desired.type, field)) risks.add(risk);
  if (
    actual.type === 'ExternalCredential' &&
    desired.type === 'ExternalCredential' &&
    losesPrincipal(actual, desired)
  ) {
    risks.add('principal-removal');
  }
  if (mayTurnOffKeys(actual, desired)) risks.add('key-path');
  if (losesForeign(actual, desired)) risks.add('permission-set-overwrite');
  return [...risks].sort();
}

function fieldRisks(type: Component['type'], { path, from, to }: FieldChange): readonly Risk[] {
  // What was not there before cannot be lost.
  if (from === undefined) return [];
  if (type === 'PermissionSet' || type === 'Certificate') return [];
  // Without the setting the org fetches no key any more.
  if (type === 'Settings')
    return path === 'enableCacheOnlyKeys' && from === 'true' && to === 'false' ? ['key-path'] : [];
  if (path === 'authenticationProtocol' || path === 'parameters.AuthProtocolVariant')
    return ['protocol-change'];
  if (path === 'protocol' || path === 'principalType') return ['protocol-change'];
  if (path === 'calloutStatus') return to === 'Disabled' ? ['callout-disabled'] : [];
  return isUrl(path) && host(from) !== host(to) ? ['url-host-change'] : [];
}

/** Settings are sent without the one that the org fetches its keys by: whether it stays then is not known for sure. */
export function mayTurnOffKeys(actual: Component | undefined, desired: Component): boolean {
  return (
    !omittedSettingsSurelyStay &&
    actual?.type === 'Settings' &&
    desired.type === 'Settings' &&
    actual.metadata.enableCacheOnlyKeys === true &&
    desired.metadata.enableCacheOnlyKeys === undefined
  );
}

/** What a config cannot say, and so would be wiped; what was taken from an org before has it as well. */
function losesForeign(actual: Component, desired: Component): boolean {
  const kept = new Set(desired.foreign?.map(({ path, value }) => `${path}=${value}`));
  return (actual.foreign ?? []).some(
    ({ reserved, path, value }) => !reserved && !kept.has(`${path}=${value}`),
  );
}

/** A principal that is dropped, renamed or made another type: the org deletes what it stored for it. */
function losesPrincipal(actual: ExternalCredentialComponent, desired: ExternalCredentialComponent): boolean {
  const kept = principalsOf(desired);
  return [...principalsOf(actual)].some(([name, type]) => kept.get(name) !== type);
}

/** Fields that say where a secret is sent. */
function isUrl(path: string): boolean {
  return ['parameters.Url', 'parameters.AuthProviderUrl', 'endpoint', 'authTokenEndpointUrl'].includes(path);
}

function host(url: string | undefined): string | undefined {
  return url === undefined ? undefined : (URL.parse(url)?.host ?? url);
}
