/*
 * What keyway takes for true of this type without having seen it in metadata of a real org or in a document that
 * settles it. Each stands here once, so that it can be changed in one place when somebody knows better.
 */

/** Names of parameters that there is one of: named as their types in the one file of a real org that is known. */
export const parameterNames = {
  authorizeUrl: 'AuthorizeUrl',
  clientAuthentication: 'ClientAuthentication',
  tokenUrl: 'TokenUrl',
  userInfoUrl: 'UserInfoUrl',
} as const;

/** Salesforce keeps these for itself ("Reserved for internal use"). */
export const reservedParameterTypes: readonly string[] = [
  'CreatedByNamespace',
  'ManagedByComponent',
  'ManagedByFeature',
];

/** The names of what a provider is signed in to with: the documents' examples have these two. */
export const credentialNames = ['clientId', 'clientSecret'] as const;
