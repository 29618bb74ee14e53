/*
 * Assumptions about this type that neither a document nor metadata of a real org settles. Each is here once, so
 * that a correction touches one place.
 */

/** Names of parameters that exist once: the only known file of a real org names them after their types. */
export const parameterNames = {
  authorizeUrl: 'AuthorizeUrl',
  clientAuthentication: 'ClientAuthentication',
  tokenUrl: 'TokenUrl',
  userInfoUrl: 'UserInfoUrl',
} as const;

/** Salesforce reserves these types ("Reserved for internal use"). */
export const reservedParameterTypes: readonly string[] = [
  'CreatedByNamespace',
  'ManagedByComponent',
  'ManagedByFeature',
];

/** Names of the credential values, as in the documents' examples. */
export const credentialNames = ['clientId', 'clientSecret'] as const;
