/*
 * What keyway takes for true of this type without having seen it in a document that settles it. It stands here once, so
 * that it can be changed in one place when somebody knows better.
 */

/** What a site is trusted for where the file says nothing. keyway writes each of them, so an org's own defaults don't count. */
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
