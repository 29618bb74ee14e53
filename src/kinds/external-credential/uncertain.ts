/*
 * What keyway takes for true of this type without having seen it in metadata of a real org or in a document that
 * settles it. Each stands here once, so that it can be changed in one place when somebody knows better.
 */

/**
 * Query parameters of the Security Token Service. The Metadata API's page calls them AwsExternalId and
 * AwsDuration; the example of the Connect API, which is a request that runs, calls them as here. Both are read.
 */
export const stsExternalId = { name: 'AwsStsExternalId', otherNames: ['AwsExternalId'] } as const;
export const stsDuration = { name: 'AwsStsDuration', otherNames: ['AwsDuration'] } as const;

/** IAM Roles Anywhere: no file and no page names these; formed as AwsRegion and AwsAccountId are. */
export const trustAnchorArn = { name: 'AwsTrustAnchorArn', type: 'AuthParameter' } as const;
export const profileArn = { name: 'AwsProfileArn', type: 'AuthParameter' } as const;

/** The only name that the documentation gives to a principal of type AwsStsPrincipal. */
export const awsStsPrincipalName = 'AwsStsPrincipal';

/** The documentation's name of the default group; files that orgs return say DefaultGroup. */
export const otherDefaultGroup = 'DEFAULT_GROUP';

/**
 * Parameter types that Salesforce documents as reserved for itself. Leaving them out of a deploy is taken to
 * leave them alone.
 */
export const reservedExternalCredentialParameterTypes: readonly string[] = [
  'CreatedByNamespace',
  'GlobalNamedPrincipal',
  'ManagedByComponent',
  'ManagedByFeature',
  'SfHttpRequestExtensionName',
  'SystemUserPrincipal',
  'TenantPrincipal',
];
