/*
 * What keyway takes for true of this type without having seen it in a document that settles it. Each stands here once, so
 * that it can be changed in one place when somebody knows better.
 */

/** Types that know PKCE (Metadata API Developer Guide, AuthProvider); that false is what others mean was not seen. */
export const typesWithPkce = ['Custom', 'Facebook', 'Google', 'Microsoft', 'OpenIdConnect', 'Salesforce'];

/**
 * What an org has where the file says nothing. Retrieved files hold these; that a new provider gets them was not seen.
 */
export const usualFlags = {
  includeOrgIdInIdentifier: false,
  isPkceEnabled: false,
  requireMfa: false,
  sendAccessTokenInHeader: false,
  sendClientCredentialsInHeader: false,
  sendSecretInApis: true,
} as const;
