import { boolean, complex, enumeration, required, string } from './shape.ts';

/** Metadata WSDL 66.0, CspTrustedSite. */
export const cspTrustedSite = complex('CspTrustedSite', {
  canAccessCamera: boolean,
  canAccessMicrophone: boolean,
  context: {
    type: enumeration('CspTrustedSiteContext', [
      'All',
      'LEX',
      'Communities',
      'FieldServiceMobileExtension',
      'LightningOut',
      'VisualForce',
    ]),
  },
  description: string,
  endpointUrl: required(string),
  isActive: required(boolean),
  isApplicableToConnectSrc: boolean,
  isApplicableToFontSrc: boolean,
  isApplicableToFrameSrc: boolean,
  isApplicableToImgSrc: boolean,
  isApplicableToMediaSrc: boolean,
  isApplicableToStyleSrc: boolean,
  mobileExtension: string,
});
