import { keyPrefix } from '../ids.ts';
import type { ComponentType } from '../store/collections.ts';
import { EXTERNAL_CREDENTIAL_KEY_PREFIX, IDENTITY_PROVIDER_KEY_PREFIX } from '../uncertain.ts';
import { apexClass } from './shapes/apex-class.ts';
import { authProvider } from './shapes/auth-provider.ts';
import { certificate } from './shapes/certificate.ts';
import { cspTrustedSite } from './shapes/csp-trusted-site.ts';
import { encryptionKeySettings } from './shapes/encryption-key-settings.ts';
import { externalAuthIdentityProvider } from './shapes/external-auth-identity-provider.ts';
import { externalCredential } from './shapes/external-credential.ts';
import { namedCredential } from './shapes/named-credential.ts';
import { outboundNetworkConnection } from './shapes/outbound-network-connection.ts';
import { permissionSet } from './shapes/permission-set.ts';
import { remoteSiteSetting } from './shapes/remote-site-setting.ts';
import type { ComplexShape } from './shapes/shape.ts';

export interface MetadataType {
  readonly name: ComponentType;
  readonly directory: string;
  readonly suffix: string;
  readonly shape: ComplexShape;
  readonly keyPrefix: string;
  /** Whether the metadata is in a file beside the content, with the suffix `-meta.xml`. */
  readonly metaFile?: true;
  /** The API version that introduced it, if packages may be older. */
  readonly since?: number;
}

/** The types of the local org, in order of dependency (Metadata API Developer Guide, deploy()). */
export const METADATA_TYPES: readonly MetadataType[] = [
  {
    name: 'Certificate',
    directory: 'certs',
    suffix: 'crt',
    shape: certificate,
    keyPrefix: keyPrefix.Certificate,
    metaFile: true,
  },
  {
    name: 'Settings',
    since: 47,
    directory: 'settings',
    suffix: 'settings',
    shape: encryptionKeySettings,
    keyPrefix: '000',
  },
  {
    name: 'AuthProvider',
    directory: 'authproviders',
    suffix: 'authprovider',
    shape: authProvider,
    keyPrefix: keyPrefix.AuthProvider,
  },
  {
    name: 'RemoteSiteSetting',
    directory: 'remoteSiteSettings',
    suffix: 'remoteSite',
    shape: remoteSiteSetting,
    keyPrefix: keyPrefix.RemoteSiteSetting,
  },
  {
    name: 'CspTrustedSite',
    directory: 'cspTrustedSites',
    suffix: 'cspTrustedSite',
    shape: cspTrustedSite,
    keyPrefix: keyPrefix.CspTrustedSite,
  },
  {
    name: 'OutboundNetworkConnection',
    directory: 'outboundNetworkConnections',
    suffix: 'outboundNetworkConnection',
    shape: outboundNetworkConnection,
    keyPrefix: keyPrefix.OutboundNetworkConnection,
    since: 49,
  },
  {
    name: 'ExternalAuthIdentityProvider',
    since: 61,
    directory: 'externalAuthIdentityProviders',
    suffix: 'externalAuthIdentityProvider',
    shape: externalAuthIdentityProvider,
    keyPrefix: IDENTITY_PROVIDER_KEY_PREFIX,
  },
  {
    name: 'ExternalCredential',
    since: 56,
    directory: 'externalCredentials',
    suffix: 'externalCredential',
    shape: externalCredential,
    keyPrefix: EXTERNAL_CREDENTIAL_KEY_PREFIX,
  },
  {
    name: 'NamedCredential',
    directory: 'namedCredentials',
    suffix: 'namedCredential',
    shape: namedCredential,
    keyPrefix: keyPrefix.NamedCredential,
  },
  {
    name: 'ApexClass',
    directory: 'classes',
    suffix: 'cls',
    shape: apexClass,
    keyPrefix: keyPrefix.ApexClass,
    metaFile: true,
  },
  {
    name: 'PermissionSet',
    directory: 'permissionsets',
    suffix: 'permissionset',
    shape: permissionSet,
    keyPrefix: keyPrefix.PermissionSet,
  },
];

export const metadataType = (name: string): MetadataType | undefined =>
  METADATA_TYPES.find((type) => type.name === name);
