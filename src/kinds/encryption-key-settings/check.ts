import { type Checking, needsApiVersion } from '../../config/checking.ts';
import { quotePath } from '../../config/wording.ts';
import { encryptionKeySettingsType } from './metadata.ts';
import type { EncryptionKeySettingsSection } from './schema.ts';

const path = ['encryptionKeySettings'];

export function checkEncryptionKeySettings(checking: Checking<EncryptionKeySettingsSection>): void {
  const { config, report } = checking;
  const settings = config.encryptionKeySettings ?? {};
  for (const { element, since } of encryptionKeySettingsType.fields)
    if (since !== undefined && settings[element] !== undefined)
      needsApiVersion([...path, element], since, checking);
  if (settings.enableReplayDetection !== true || settings.enableCacheOnlyKeys === true) return;
  const where = [...path, 'enableReplayDetection'];
  report(where, `${quotePath(where)} needs enableCacheOnlyKeys; add enableCacheOnlyKeys: true`);
}
