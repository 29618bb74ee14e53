/*
 * What keyway takes for true of this type without having seen it in metadata of a real org or in a document that
 * settles it. Each stands here once, so that it can be changed in one place when somebody knows better.
 */

/** Names of parameters of which a named credential has one; the documentation's samples use any name. */
export const clientCertificateName = 'ClientCertificate';
export const outboundNetworkConnectionName = 'OutboundNetworkConnection';

/** Orgs write AllowedNamespace_ and random characters with a time; deploying any other name is taken to be allowed. */
export function allowedNamespaceName(namespace: string): string {
  return `AllowedNamespace_${namespace}`;
}

/** As in AllowedNamespace_uzZcsFg1707504847643: a name that an org made up. */
export const allowedNamespaceMadeByOrg = /^AllowedNamespace_[A-Za-z0-9]{1,15}\d{13}$/;

/**
 * Parameter types that Salesforce documents as reserved for itself. Leaving them out of a deploy is taken to
 * leave them alone.
 */
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
