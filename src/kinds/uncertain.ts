/*
 * What keyway takes for true of several kinds without having seen it in a document that settles it. It stands here once, so
 * that it can be changed in one place when somebody knows better.
 */

/**
 * Elements in which an org with a namespace of its own writes the names of its own components with the prefix. Files of
 * namespaced projects have it in these; other elements were not seen with it.
 */
export const elementsWithOwnNamespace: ReadonlySet<string> = new Set([
  'externalCredential',
  'externalCredentialPrincipal',
]);
