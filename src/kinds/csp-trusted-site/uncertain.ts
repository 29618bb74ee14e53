/* Assumptions about this type that no document settles, in one place for easy correction. */

/**
 * Uses for which a site is trusted if the file doesn't set them. keyway writes each of them, so that an org's own
 * defaults don't matter.
 */
export const usualUses = {
  canAccessCamera: false,
  canAccessMicrophone: false,
  isApplicableToConnectSrc: true,
  isApplicableToFontSrc: false,
  isApplicableToFrameSrc: false,
  isApplicableToImgSrc: false,
  isApplicableToMediaSrc: false,
  isApplicableToStyleSrc: false,
} as const;
