import { z } from 'zod';

const setting = (text: string) => z.boolean().describe(text).optional();

/** Metadata WSDL 66.0, EncryptionKeySettings. No field has a default: keyway doesn't set what the file leaves out. */
export const encryptionKeySettings = z
  .strictObject({
    enableCacheOnlyKeys: setting('Keys that the org fetches and keeps only in its cache.'),
    enableReplayDetection: setting(
      'Each request has an ID that the answer must repeat; needs enableCacheOnlyKeys.',
    ),
    canOptOutOfDerivationWithBYOK: setting('Uploaded keys can be used without derivation.'),
    canEncryptTransactionalDatabase: setting('Encryption of the whole database; API 64.0 or later.'),
    canExternalKeyManagement: setting('Keys managed outside of the org; API 64.0 or later.'),
    canManageDataCloudKeys: setting('Keys of Data Cloud; API 64.0 or later.'),
  })
  .meta({
    id: 'EncryptionKeySettings',
    description:
      'Encryption key settings, as the Metadata API spells them. Settings that you leave out stay as they are in the org.',
  });

export type EncryptionKeySettings = z.infer<typeof encryptionKeySettings>;

/** This kind's section of the config. */
export interface EncryptionKeySettingsSection {
  readonly encryptionKeySettings?: EncryptionKeySettings | undefined;
}
