/*
 * Assumptions about this type that neither a document nor metadata of a real org settles. Each is here once, so
 * that a correction touches one place.
 */

/** Names of parameters of which a named credential has only one. The documentation's samples use arbitrary names. */
export const clientCertificateName = 'ClientCertificate';
export const outboundNetworkConnectionName = 'OutboundNetworkConnection';

/**
 * Orgs generate AllowedNamespace_ with random characters and a time. keyway assumes that a deploy may use any other
 * name.
 */
export function allowedNamespaceName(namespace: string): string {
  return `AllowedNamespace_${namespace}`;
}

/** A name that an org generated, as in AllowedNamespace_uzZcsFg1707504847643. */
export const allowedNamespaceMadeByOrg = /^AllowedNamespace_[A-Za-z0-9]{1,15}\d{13}$/;

/**
 * Parameter types that Salesforce documents as reserved. keyway assumes that a deploy which leaves them out doesn't
 * change them.
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
