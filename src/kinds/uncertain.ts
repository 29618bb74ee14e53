/* An assumption about several kinds that no document settles, in one place for easy correction. */

/**
 * Elements in which an org with its own namespace adds the prefix to the names of its own components. Files of
 * namespaced projects have the prefix in these. We haven't seen it in other elements.
 */
export const elementsWithOwnNamespace: ReadonlySet<string> = new Set([
  'externalCredential',
  'externalCredentialPrincipal',
]);
