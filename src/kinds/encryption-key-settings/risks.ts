import type { FieldChange, Risk } from '../change.ts';
import type { Component } from '../metadata.ts';
import { omittedSettingsSurelyStay } from './uncertain.ts';

/** Without this setting the org no longer fetches keys. */
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

/**
 * Whether the settings are sent without `enableCacheOnlyKeys`, which lets the org fetch its keys. It isn't certain
 * that the org then keeps that setting.
 */
export function mayTurnOffKeys(actual: Component | undefined, desired: Component): boolean {
  return (
    !omittedSettingsSurelyStay &&
    actual?.type === 'Settings' &&
    desired.type === 'Settings' &&
    actual.metadata.enableCacheOnlyKeys === true &&
    desired.metadata.enableCacheOnlyKeys === undefined
  );
}
