import type { FileHeader } from '../config/format.ts';
import type { ConfigSection } from '../config/section.ts';
import type { MetadataType } from '../metadata/metadata-type.ts';
import { type AuthProviderComponent, authProviderType } from './auth-provider/metadata.ts';
import type { AuthProvidersSection } from './auth-provider/schema.ts';
import { authProviders } from './auth-provider/section.ts';
import type { CacheOnlyKeysSection } from './cache-only-key/schema.ts';
import { cacheOnlyKeys } from './cache-only-key/section.ts';
import { type CertificateComponent, certificateType } from './certificate/metadata.ts';
import type { CertificatesSection } from './certificate/schema.ts';
import { certificates } from './certificate/section.ts';
import type { CipherTrustSection } from './cipher-trust/schema.ts';
import { cipherTrust } from './cipher-trust/section.ts';
import { type CspTrustedSiteComponent, cspTrustedSiteType } from './csp-trusted-site/metadata.ts';
import type { CspTrustedSitesSection } from './csp-trusted-site/schema.ts';
import { cspTrustedSites } from './csp-trusted-site/section.ts';
import { encryptionKeySettingsType, type SettingsComponent } from './encryption-key-settings/metadata.ts';
import type { EncryptionKeySettingsSection } from './encryption-key-settings/schema.ts';
import { encryptionKeySettings } from './encryption-key-settings/section.ts';
import {
  type ExternalAuthIdentityProviderComponent,
  externalAuthIdentityProviderType,
} from './external-auth-identity-provider/metadata.ts';
import type { ExternalAuthIdentityProvidersSection } from './external-auth-identity-provider/schema.ts';
import { externalAuthIdentityProviders } from './external-auth-identity-provider/section.ts';
import { type ExternalCredentialComponent, externalCredentialType } from './external-credential/metadata.ts';
import type { ExternalCredentialsSection } from './external-credential/schema.ts';
import { externalCredentials } from './external-credential/section.ts';
import { type NamedCredentialComponent, namedCredentialType } from './named-credential/metadata.ts';
import type { NamedCredentialsSection } from './named-credential/schema.ts';
import { namedCredentials } from './named-credential/section.ts';
import {
  type OutboundNetworkConnectionComponent,
  outboundNetworkConnectionType,
} from './outbound-network-connection/metadata.ts';
import type { OutboundNetworkConnectionsSection } from './outbound-network-connection/schema.ts';
import { outboundNetworkConnections } from './outbound-network-connection/section.ts';
import { type PermissionSetComponent, permissionSetType } from './permission-set/metadata.ts';
import type { PermissionSetsSection } from './permission-set/schema.ts';
import { permissionSets } from './permission-set/section.ts';
import type { PolicySection } from './policy/schema.ts';
import { policy } from './policy/section.ts';
import { type RemoteSiteSettingComponent, remoteSiteSettingType } from './remote-site-setting/metadata.ts';
import type { RemoteSiteSettingsSection } from './remote-site-setting/schema.ts';
import { remoteSiteSettings } from './remote-site-setting/section.ts';
import type { TenantSecretsSection } from './tenant-secret/schema.ts';
import { tenantSecrets } from './tenant-secret/section.ts';

/* The list of kinds. Keep its imports fast to load: nothing here needs an org or CipherTrust. */

/** The content of a config file. */
export interface ConfigFile
  extends FileHeader,
    AuthProvidersSection,
    ExternalAuthIdentityProvidersSection,
    ExternalCredentialsSection,
    NamedCredentialsSection,
    PermissionSetsSection,
    RemoteSiteSettingsSection,
    CspTrustedSitesSection,
    OutboundNetworkConnectionsSection,
    CertificatesSection,
    EncryptionKeySettingsSection,
    CacheOnlyKeysSection,
    TenantSecretsSection,
    CipherTrustSection,
    PolicySection {}

/** The sections of a config file, in reading order. */
export const sections: readonly ConfigSection<ConfigFile>[] = [
  authProviders,
  externalAuthIdentityProviders,
  externalCredentials,
  namedCredentials,
  permissionSets,
  remoteSiteSettings,
  cspTrustedSites,
  outboundNetworkConnections,
  certificates,
  encryptionKeySettings,
  cacheOnlyKeys,
  tenantSecrets,
  cipherTrust,
  policy,
];

/** A component of the org that a config describes. */
export type Component =
  | AuthProviderComponent
  | CertificateComponent
  | SettingsComponent
  | ExternalAuthIdentityProviderComponent
  | ExternalCredentialComponent
  | RemoteSiteSettingComponent
  | CspTrustedSiteComponent
  | OutboundNetworkConnectionComponent
  | NamedCredentialComponent
  | PermissionSetComponent;

/** The type of a change: a component type, or something that isn't metadata. */
export type ChangeType =
  | Component['type']
  | 'Assignment'
  | 'CipherTrustCertificate'
  | 'CipherTrustEndpoint'
  | 'CipherTrustOrganization'
  | 'Credential'
  | 'IdentityProviderCredential'
  | 'Key';

/** The metadata types of all kinds, in order of dependency. */
export const metadataTypes = [
  certificateType,
  encryptionKeySettingsType,
  authProviderType,
  externalAuthIdentityProviderType,
  remoteSiteSettingType,
  cspTrustedSiteType,
  outboundNetworkConnectionType,
  externalCredentialType,
  namedCredentialType,
  permissionSetType,
] as const satisfies readonly MetadataType<Component['type']>[];
