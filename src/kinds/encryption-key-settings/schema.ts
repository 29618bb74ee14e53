import { z } from 'zod';

const setting = (text: string) => z.boolean().describe(text).optional();

/** Metadata WSDL 66.0, EncryptionKeySettings; without a default each: what is not written is not keyway's to set. */
export const encryptionKeySettings = z
  .strictObject({
    enableCacheOnlyKeys: setting('Keys that the org fetches and keeps only in its cache.'),
    enableReplayDetection: setting(
      'Each fetch carries a number that the answer must repeat; needs enableCacheOnlyKeys.',
    ),
    canOptOutOfDerivationWithBYOK: setting('Uploaded material may be used as it is, without derivation.'),
    canEncryptTransactionalDatabase: setting('Encryption of the whole database; API 64.0 or later.'),
    canExternalKeyManagement: setting('Keys managed outside of the org; API 64.0 or later.'),
    canManageDataCloudKeys: setting('Keys of Data Cloud; API 64.0 or later.'),
  })
  .meta({
    id: 'EncryptionKeySettings',
    description:
      'Settings of encryption keys, as the Metadata API spells them. One that is left out stays as the org has it.',
  });

export type EncryptionKeySettings = z.infer<typeof encryptionKeySettings>;

/** The section of a config. */
export interface EncryptionKeySettingsSection {
  readonly encryptionKeySettings?: EncryptionKeySettings | undefined;
}
