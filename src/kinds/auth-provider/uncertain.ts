/* Assumptions about this type that no document settles. Each is here once, so that a correction touches one place. */

/**
 * Types that know PKCE (Metadata API Developer Guide, AuthProvider). keyway assumes that a missing value means
 * false for the others.
 */
export const typesWithPkce = ['Custom', 'Facebook', 'Google', 'Microsoft', 'OpenIdConnect', 'Salesforce'];

/**
 * Values that an org has if the file doesn't set them. Retrieved files contain these; keyway assumes that a new
 * provider gets them too.
 */
export const usualFlags = {
  includeOrgIdInIdentifier: false,
  isPkceEnabled: false,
  requireMfa: false,
  sendAccessTokenInHeader: false,
  sendClientCredentialsInHeader: false,
  sendSecretInApis: true,
} as const;
