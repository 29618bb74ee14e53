import type * as metadata from '@salesforce/types/metadata';
import type {
  CertificateMetadata,
  ComponentType,
  EncryptionKeySettingsMetadata,
  PermissionSetMetadata,
} from './component.ts';

/** What an element holds: a value, or elements of a shape of their own, as often as they like. */
export type Kind = 'text' | 'boolean' | 'integer' | { readonly list: Shape };

/** The elements that keyway knows in one of another, by name. The compiler holds it against Salesforce's types. */
export type Shape = Readonly<Record<string, Kind>>;

const externalCredentialParameter = {
  authProvider: 'text',
  certificate: 'text',
  description: 'text',
  externalAuthIdentityProvider: 'text',
  parameterGroup: 'text',
  parameterName: 'text',
  parameterType: 'text',
  parameterValue: 'text',
  sequenceNumber: 'integer',
} satisfies Record<keyof metadata.ExternalCredentialParameter, Kind>;

const namedCredentialParameter = {
  certificate: 'text',
  description: 'text',
  externalCredential: 'text',
  globalNamedPrincipalCredential: 'boolean',
  managedFeatureEnabledCallout: 'boolean',
  outboundNetworkConnection: 'text',
  parameterName: 'text',
  parameterType: 'text',
  parameterValue: 'text',
  readOnlyNamedCredential: 'boolean',
  sequenceNumber: 'integer',
  systemUserNamedCredential: 'boolean',
} satisfies Record<keyof metadata.NamedCredentialParameter, Kind>;

const principalAccess = {
  enabled: 'boolean',
  externalCredentialPrincipal: 'text',
} satisfies Record<keyof metadata.PermissionSetExternalCredentialPrincipalAccess, Kind>;

const objectPermissions = {
  allowCreate: 'boolean',
  allowDelete: 'boolean',
  allowEdit: 'boolean',
  allowRead: 'boolean',
  modifyAllRecords: 'boolean',
  object: 'text',
  viewAllFields: 'boolean',
  viewAllRecords: 'boolean',
} satisfies Record<keyof metadata.PermissionSetObjectPermissions, Kind>;

/** The root of a component's file: settings have one of their own for each member. */
export function rootElement(type: ComponentType): string {
  return type === 'Settings' ? 'EncryptionKeySettings' : type;
}

type Own<T> = Exclude<keyof T, 'fullName'>;

export const shapes: Readonly<Record<ComponentType, Shape>> = {
  Certificate: {
    caSigned: 'boolean',
    encryptedWithPlatformEncryption: 'boolean',
    keySize: 'integer',
    masterLabel: 'text',
    privateKeyExportable: 'boolean',
  } satisfies Record<keyof CertificateMetadata, Kind>,
  Settings: {
    canEncryptTransactionalDatabase: 'boolean',
    canExternalKeyManagement: 'boolean',
    canManageDataCloudKeys: 'boolean',
    canOptOutOfDerivationWithBYOK: 'boolean',
    enableCacheOnlyKeys: 'boolean',
    enableReplayDetection: 'boolean',
  } satisfies Record<keyof EncryptionKeySettingsMetadata, Kind>,
  ExternalCredential: {
    authenticationProtocol: 'text',
    description: 'text',
    externalCredentialParameters: { list: externalCredentialParameter },
    label: 'text',
  } satisfies Record<Own<metadata.ExternalCredential>, Kind>,
  NamedCredential: {
    allowMergeFieldsInBody: 'boolean',
    allowMergeFieldsInHeader: 'boolean',
    authProvider: 'text',
    authTokenEndpointUrl: 'text',
    awsAccessKey: 'text',
    awsAccessSecret: 'text',
    awsRegion: 'text',
    awsService: 'text',
    calloutStatus: 'text',
    certificate: 'text',
    description: 'text',
    endpoint: 'text',
    generateAuthorizationHeader: 'boolean',
    jwtAudience: 'text',
    jwtFormulaSubject: 'text',
    jwtIssuer: 'text',
    jwtSigningCertificate: 'text',
    jwtTextSubject: 'text',
    jwtValidityPeriodSeconds: 'integer',
    label: 'text',
    namedCredentialParameters: { list: namedCredentialParameter },
    namedCredentialType: 'text',
    oauthRefreshToken: 'text',
    oauthScope: 'text',
    oauthToken: 'text',
    outboundNetworkConnection: 'text',
    password: 'text',
    principalType: 'text',
    protocol: 'text',
    username: 'text',
  } satisfies Record<Own<metadata.NamedCredential>, Kind>,
  PermissionSet: {
    description: 'text',
    externalCredentialPrincipalAccesses: { list: principalAccess },
    hasActivationRequired: 'boolean',
    label: 'text',
    objectPermissions: { list: objectPermissions },
  } satisfies Record<Own<PermissionSetMetadata>, Kind>,
};
