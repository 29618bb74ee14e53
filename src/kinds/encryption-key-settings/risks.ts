import type { FieldChange, Risk } from '../change.ts';
import type { Component } from '../metadata.ts';
import { omittedSettingsSurelyStay } from './uncertain.ts';

/** Without the setting the org fetches no key any more. */
export function settingsRisks(
  actual: Component,
  desired: Component,
  fields: readonly FieldChange[],
): readonly Risk[] {
  const turnsOff = fields.some(
    ({ path, from, to }) => path === 'enableCacheOnlyKeys' && from === 'true' && to === 'false',
  );
  return turnsOff || mayTurnOffKeys(actual, desired) ? ['key-path'] : [];
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
