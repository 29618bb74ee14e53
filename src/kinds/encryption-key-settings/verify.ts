import { componentKey } from '../compare.ts';
import type { Verification } from '../kind.ts';
import type { Check } from '../link-check.ts';
import type { Component } from '../metadata.ts';
import { encryptionKeySettingsName, encryptionKeySettingsType, type SettingsComponent } from './metadata.ts';

/**
 * Settings that the file doesn't name but this deploy changed. keyway assumes that a deploy doesn't change them;
 * Salesforce doesn't document it.
 */
export function checkOmittedSettings({ deployed, desired, state }: Verification): readonly Check[] {
  const key = componentKey('Settings', encryptionKeySettingsName);
  const named = settingsIn(desired.components.find(({ type }) => type === 'Settings'));
  const before = settingsIn(deployed?.state.components.get(key));
  const after = settingsIn(state.components.get(key));
  if (!named || !before || !after) return [];
  const changed = encryptionKeySettingsType.fields
    .map(({ element }) => element)
    .filter((name) => named[name] === undefined && before[name] !== after[name]);
  if (changed.length === 0) return [];
  const list = changed.map((name) => `${name} from ${before[name]} to ${after[name]}`).join(', ');
  const message = `this deploy also changed ${list}, which the file doesn't set. Add ${changed.join(', ')} to encryptionKeySettings and deploy again`;
  return [{ link: 'Settings', name: encryptionKeySettingsName, ok: false, message }];
}

function settingsIn(component: Component | undefined): SettingsComponent['metadata'] | undefined {
  return component?.type === 'Settings' ? component.metadata : undefined;
}
