import {
  type ConfigPath,
  encryptionKeySettingNames,
  encryptionKeySettingsName,
  present,
  type SettingsComponent,
} from '../../metadata/component.ts';
import { needsVersion, originsOf, type Rendering } from '../../metadata/rendering.ts';
import type { EncryptionKeySettings } from './schema.ts';

/** Metadata WSDL 64.0; the others are older than what keyway renders for. */
const since: Partial<Record<(typeof encryptionKeySettingNames)[number], number>> = {
  canEncryptTransactionalDatabase: 64,
  canExternalKeyManagement: 64,
  canManageDataCloudKeys: 64,
};

/** The settings that a config names, and no others; nothing where it names none. */
export function renderEncryptionKeySettings(
  config: EncryptionKeySettings | undefined,
  rendering: Rendering,
): readonly SettingsComponent[] {
  const path: ConfigPath = ['encryptionKeySettings'];
  const written = encryptionKeySettingNames.filter((name) => config?.[name] !== undefined);
  if (config === undefined || written.length === 0) return [];
  for (const name of written) {
    const version = since[name];
    if (version !== undefined) needsVersion(rendering, name, version, [...path, name]);
  }
  return [
    {
      type: 'Settings',
      fullName: encryptionKeySettingsName,
      metadata: present(Object.fromEntries(written.map((name) => [name, config[name]]))),
      origins: originsOf(path, Object.fromEntries(written.map((name) => [name, [...path, name]])), {}),
    },
  ];
}
