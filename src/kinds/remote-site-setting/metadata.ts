import type { RemoteSiteSetting as Metadata } from '@salesforce/types/metadata';
import type { MetadataComponent } from '../../metadata/component.ts';
import type { MetadataType } from '../../metadata/metadata-type.ts';

export type RemoteSiteSettingComponent = MetadataComponent<'RemoteSiteSetting', Metadata>;

/** A remote site in the Metadata API. */
export const remoteSiteSettingType: MetadataType<'RemoteSiteSetting', 'remoteSiteSettings', Metadata> = {
  type: 'RemoteSiteSetting',
  noun: 'remote site setting',
  section: 'remoteSiteSettings',
  folder: 'remoteSiteSettings',
  suffix: 'remoteSite',
  shape: {
    description: 'text',
    disableProtocolSecurity: 'boolean',
    isActive: 'boolean',
    url: 'text',
  },
  required: ['url'],
  fields: [
    { element: 'url' },
    { element: 'description' },
    { element: 'isActive', defaultValue: true },
    { element: 'disableProtocolSecurity', defaultValue: false },
  ],
  parts: [],
};
