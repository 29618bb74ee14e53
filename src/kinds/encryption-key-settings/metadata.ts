import type { EncryptionKeySettings as Metadata } from '@salesforce/types/metadata';
import type { MetadataComponent } from '../../metadata/component.ts';
import type { MetadataType } from '../../metadata/metadata-type.ts';

/** The settings that keyway writes; of a config only those that it names. */
type EncryptionKeySettingsMetadata = Pick<
  Metadata,
  | 'canEncryptTransactionalDatabase'
  | 'canExternalKeyManagement'
  | 'canManageDataCloudKeys'
  | 'canOptOutOfDerivationWithBYOK'
  | 'enableCacheOnlyKeys'
  | 'enableReplayDetection'
>;

export type SettingsComponent = MetadataComponent<'Settings', Partial<EncryptionKeySettingsMetadata>>;

/** The member of the type Settings that holds them; keyway knows no other. */
export const encryptionKeySettingsName = 'EncryptionKey';

/** The settings that a config names, and no others: a deploy leaves alone those that its file does not name. */
export const encryptionKeySettingsType: MetadataType<
  'Settings',
  'encryptionKeySettings',
  EncryptionKeySettingsMetadata
> & { readonly member: string } = {
  type: 'Settings',
  noun: 'encryption key settings',
  section: 'encryptionKeySettings',
  member: encryptionKeySettingsName,
  unnamed: 'false',
  root: 'EncryptionKeySettings',
  folder: 'settings',
  suffix: 'settings',
  shape: {
    canEncryptTransactionalDatabase: 'boolean',
    canExternalKeyManagement: 'boolean',
    canManageDataCloudKeys: 'boolean',
    canOptOutOfDerivationWithBYOK: 'boolean',
    enableCacheOnlyKeys: 'boolean',
    enableReplayDetection: 'boolean',
  },
  required: [],
  fields: [
    // Metadata WSDL 64.0; the others are older than what keyway renders for.
    { element: 'canEncryptTransactionalDatabase', since: 64 },
    { element: 'canExternalKeyManagement', since: 64 },
    { element: 'canManageDataCloudKeys', since: 64 },
    { element: 'canOptOutOfDerivationWithBYOK' },
    { element: 'enableCacheOnlyKeys' },
    { element: 'enableReplayDetection' },
  ],
  parts: [],
  isOrgsOwn: ({ name }) => !encryptionKeySettingsType.fields.some(({ element }) => element === name),
};
