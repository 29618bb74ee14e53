import type { EncryptionKeySettings as Metadata } from '@salesforce/types/metadata';
import type { MetadataComponent } from '../../metadata/component.ts';
import type { MetadataType } from '../../metadata/metadata-type.ts';

/** The settings that keyway can write, if the config sets them. */
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

/** The only member of the type Settings that keyway handles. */
export const encryptionKeySettingsName = 'EncryptionKey';

/** Contains only the settings that the config names, because a deploy doesn't change settings missing from its file. */
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
    // Metadata WSDL 64.0. All API versions that keyway renders have the others.
    { element: 'canEncryptTransactionalDatabase', since: 64 },
    { element: 'canExternalKeyManagement', since: 64 },
    { element: 'canManageDataCloudKeys', since: 64 },
    { element: 'canOptOutOfDerivationWithBYOK' },
    { element: 'enableCacheOnlyKeys' },
    { element: 'enableReplayDetection' },
  ],
  parts: [],
  belongsToOrg: ({ name }) => !encryptionKeySettingsType.fields.some(({ element }) => element === name),
};
