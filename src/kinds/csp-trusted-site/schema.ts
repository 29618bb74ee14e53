import { z } from 'zod';
import { description, line, text } from '../../config/text.ts';
import { usualUses } from './uncertain.ts';

function use(name: keyof typeof usualUses, meaning: string) {
  return z.boolean().meta({ description: meaning, default: usualUses[name] }).optional();
}

/** Metadata WSDL 66.0, CspTrustedSiteContext. */
export const contexts = [
  'All',
  'Communities',
  'FieldServiceMobileExtension',
  'LEX',
  'LightningOut',
  'VisualForce',
] as const;

export const cspTrustedSite = z
  .strictObject({
    url: text().describe('Site that pages may load from or call; https or wss.'),
    description: description.optional(),
    isActive: z.boolean().meta({ description: 'The site is trusted.', default: true }).optional(),
    context: z
      .enum(contexts)
      .meta({ description: 'Pages that it is trusted on.', default: 'All' })
      .optional(),
    isApplicableToConnectSrc: use('isApplicableToConnectSrc', 'Scripts may call it.'),
    isApplicableToFontSrc: use('isApplicableToFontSrc', 'Fonts may come from it.'),
    isApplicableToFrameSrc: use('isApplicableToFrameSrc', 'Frames may show it.'),
    isApplicableToImgSrc: use('isApplicableToImgSrc', 'Images may come from it.'),
    isApplicableToMediaSrc: use('isApplicableToMediaSrc', 'Audio and video may come from it.'),
    isApplicableToStyleSrc: use('isApplicableToStyleSrc', 'Style sheets may come from it.'),
    canAccessCamera: use('canAccessCamera', 'It may use the camera.'),
    canAccessMicrophone: use('canAccessMicrophone', 'It may use the microphone.'),
    mobileExtension: line().describe('Mobile extension that it is for.').optional(),
  })
  .meta({
    id: 'CspTrustedSite',
    description: 'A site that Lightning pages may load from or call, by their content security policy.',
  });

export type CspTrustedSite = z.infer<typeof cspTrustedSite>;

/** This kind's section of the config. */
export interface CspTrustedSitesSection {
  readonly cspTrustedSites?: Readonly<Record<string, CspTrustedSite>> | undefined;
}
