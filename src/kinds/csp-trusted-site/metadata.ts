import type { CspTrustedSite as Metadata } from '@salesforce/types/metadata';
import type { MetadataComponent } from '../../metadata/component.ts';
import type { ElementField, MetadataType } from '../../metadata/metadata-type.ts';
import { contexts } from './schema.ts';
import { usualUses } from './uncertain.ts';

export type CspTrustedSiteComponent = MetadataComponent<'CspTrustedSite', Metadata>;

const uses = Object.entries(usualUses).map(
  ([element, usual]) => ({ element, defaultValue: usual }) as ElementField<keyof typeof usualUses>,
);

/** A trusted site in the Metadata API. */
export const cspTrustedSiteType: MetadataType<'CspTrustedSite', 'cspTrustedSites', Metadata> = {
  type: 'CspTrustedSite',
  noun: 'trusted site',
  section: 'cspTrustedSites',
  folder: 'cspTrustedSites',
  suffix: 'cspTrustedSite',
  shape: {
    canAccessCamera: 'boolean',
    canAccessMicrophone: 'boolean',
    context: { words: contexts },
    description: 'text',
    endpointUrl: 'text',
    isActive: 'boolean',
    isApplicableToConnectSrc: 'boolean',
    isApplicableToFontSrc: 'boolean',
    isApplicableToFrameSrc: 'boolean',
    isApplicableToImgSrc: 'boolean',
    isApplicableToMediaSrc: 'boolean',
    isApplicableToStyleSrc: 'boolean',
    mobileExtension: 'text',
  },
  required: ['endpointUrl'],
  fields: [
    { element: 'endpointUrl', at: ['url'] },
    { element: 'description' },
    { element: 'isActive', defaultValue: true },
    { element: 'context', defaultValue: 'All' },
    ...uses,
    { element: 'mobileExtension' },
  ],
  parts: [],
};
