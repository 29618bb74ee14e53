import type { ConfigSection } from '../../config/section.ts';
import { checkEncryptionKeySettings } from './check.ts';
import { type EncryptionKeySettingsSection, encryptionKeySettings as schema } from './schema.ts';

export const encryptionKeySettings: ConfigSection<EncryptionKeySettingsSection> = {
  name: 'encryptionKeySettings',
  schema,
  check: checkEncryptionKeySettings,
};
