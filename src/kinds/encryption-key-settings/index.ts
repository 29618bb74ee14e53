import { componentKey } from '../compare.ts';
import type { Kind } from '../kind.ts';
import { encryptionKeySettingsName } from './metadata.ts';
import { mayTurnOffKeys, settingsRisks } from './risks.ts';
import { settingsRollback } from './rollback.ts';
import { checkOmittedSettings } from './verify.ts';

/** Settings of encryption keys. Compares only those that the config sets. */
export const encryptionKeySettings: Kind = {
  types: ['Settings'],
  stage: 'metadata',
  rollback: settingsRollback,
  // Reads whether the org allows new keys even if the file doesn't set it.
  alsoRead: ({ keys }) =>
    keys.length > 0 ? [{ type: 'Settings', fullName: encryptionKeySettingsName }] : [],
  componentRisks: settingsRisks,
  notes: (_session, { desired, state, plan }) => {
    const settings = desired.components.find(({ type }) => type === 'Settings');
    const actual = settings && state.components.get(componentKey('Settings', settings.fullName));
    if (!settings || !mayTurnOffKeys(actual, settings)) return [];
    if (!plan.changes.some(({ type }) => type === 'Settings')) return [];
    return [
      "enableCacheOnlyKeys is on in the org, but not in the file. Salesforce doesn't document that a deploy leaves it on; add enableCacheOnlyKeys: true to the settings",
    ];
  },
  permissions: () => [
    { login: 'org', need: 'metadata', what: 'this deploy' },
    { login: 'org', need: 'encryptionKeySettings', what: 'this deploy' },
  ],
  verify: checkOmittedSettings,
};
