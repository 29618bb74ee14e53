/*
 * Everything that keyway takes for true about the Metadata API without having seen it in metadata of a real org
 * or in a document that settles it ("[?]" in the reference). Each stands here once, so that it can be changed
 * in one place when somebody knows better.
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

/** Names of parameters of which a named credential has one; the documentation's samples use any name. */
export const clientCertificateName = 'ClientCertificate';
export const outboundNetworkConnectionName = 'OutboundNetworkConnection';

/** Orgs write AllowedNamespace_ and random characters with a time; deploying any other name is taken to be allowed. */
export function allowedNamespaceName(namespace: string): string {
  return `AllowedNamespace_${namespace}`;
}

/** As in AllowedNamespace_uzZcsFg1707504847643: a name that an org made up. */
export const allowedNamespaceMadeByOrg = /^AllowedNamespace_[A-Za-z0-9]{1,15}\d{13}$/;

/** The documentation's name of the default group; files that orgs return say DefaultGroup. */
export const otherDefaultGroup = 'DEFAULT_GROUP';

/** That an org of today writes the type of a legacy named credential, which older files leave out. */
export const legacyTypeIsWritten = true;

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
export const reservedNamedCredentialParameterTypes: readonly string[] = [
  'ConnectionStatus',
  'CreatedByNamespace',
  'CustomParameter',
  'ManagedByComponent',
  'ManagedByFeature',
  'NamedCredentialOptions',
  'SfHttpRequestExtensionName',
  'StandardNamedCredentialType',
];

/**
 * What a certificate is whose file does not say it. The Metadata API's page gives these as what a new one gets; that
 * they are meant by a file of an older one as well is taken for true.
 */
export const certificateDefaults = {
  encryptedWithPlatformEncryption: false,
  keySize: 2048,
  privateKeyExportable: true,
} as const;

/**
 * That a deploy of settings leaves alone those that its file does not name. It is how settings of orgs are deployed
 * everywhere; no document that was read says it, and a key that an org can fetch no more is no place to learn it.
 */
export const omittedSettingsSurelyStay: boolean = false;

/**
 * The content of a certificate that is still to be made. The Metadata API's page says what the file holds afterwards,
 * not before; the sf CLI refuses a `.crt-meta.xml` without a `.crt` beside it, and an org asks for the content file of
 * other such types. An empty one is taken to be nothing.
 */
export const contentOfNewCertificate = '';

/**
 * What the levels of `userExternalCredentials` allow on the object UserExternalCredential. That read and write
 * includes Delete follows the help page on per-user principals; that View All Fields is never needed is a guess.
 */
export const userExternalCredentialLevels = {
  read: ['allowRead'],
  readWrite: ['allowCreate', 'allowDelete', 'allowEdit', 'allowRead'],
  modifyAll: ['allowCreate', 'allowDelete', 'allowEdit', 'allowRead', 'modifyAllRecords', 'viewAllRecords'],
} as const;
