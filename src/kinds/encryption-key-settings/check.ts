import { type Checking, needsApiVersion } from '../../config/checking.ts';
import { quoted } from '../../config/wording.ts';
import type { EncryptionKeySettingsSection } from './schema.ts';

const path = ['encryptionKeySettings'];

/** Metadata WSDL: fields that came with API 64.0. */
const since64 = [
  'canEncryptTransactionalDatabase',
  'canExternalKeyManagement',
  'canManageDataCloudKeys',
] as const;

export function checkEncryptionKeySettings(checking: Checking<EncryptionKeySettingsSection>): void {
  const { config, report } = checking;
  const settings = config.encryptionKeySettings ?? {};
  for (const field of since64)
    if (settings[field] !== undefined) needsApiVersion([...path, field], 64, checking);
  if (settings.enableReplayDetection !== true || settings.enableCacheOnlyKeys === true) return;
  const where = [...path, 'enableReplayDetection'];
  report(where, `${quoted(where)} needs enableCacheOnlyKeys; write enableCacheOnlyKeys: true beside it`);
}
