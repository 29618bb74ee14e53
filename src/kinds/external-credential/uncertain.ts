/*
 * Assumptions about this type that neither a document nor metadata of a real org settles. Each is here once, so
 * that a correction touches one place.
 */

/**
 * Query parameters of the Security Token Service. The Metadata API's page calls them AwsExternalId and AwsDuration.
 * The Connect API's example, which is a working request, uses these names. keyway reads both.
 */
export const stsExternalId = { name: 'AwsStsExternalId', otherNames: ['AwsExternalId'] } as const;
export const stsDuration = { name: 'AwsStsDuration', otherNames: ['AwsDuration'] } as const;

/** IAM Roles Anywhere: no file or page names these. Their form follows AwsRegion and AwsAccountId. */
export const trustAnchorArn = { name: 'AwsTrustAnchorArn', type: 'AuthParameter' } as const;
export const profileArn = { name: 'AwsProfileArn', type: 'AuthParameter' } as const;

/** The only name that the documentation uses for a principal of type AwsStsPrincipal. */
export const awsStsPrincipalName = 'AwsStsPrincipal';

/** The documentation's name of the default group. Files that orgs return use DefaultGroup. */
export const otherDefaultGroup = 'DEFAULT_GROUP';

/**
 * Parameter types that Salesforce documents as reserved. keyway assumes that a deploy which leaves them out doesn't
 * change them.
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
