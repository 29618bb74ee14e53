import { assignment } from './assignment/index.ts';
import { authProvider } from './auth-provider/index.ts';
import { cacheOnlyKey } from './cache-only-key/index.ts';
import { certificate } from './certificate/index.ts';
import {
  cipherTrustCertificate,
  cipherTrustEndpoint,
  cipherTrustOrganization,
} from './cipher-trust/index.ts';
import { credential } from './credential/index.ts';
import { cspTrustedSite } from './csp-trusted-site/index.ts';
import { encryptionKeySettings } from './encryption-key-settings/index.ts';
import {
  externalAuthIdentityProvider,
  identityProviderCredential,
} from './external-auth-identity-provider/index.ts';
import { externalCredential } from './external-credential/index.ts';
import { externalKeyManagement } from './external-key-management/index.ts';
import { keyPath } from './key-path/index.ts';
import type { Kind } from './kind.ts';
import { namedCredential } from './named-credential/index.ts';
import { outboundNetworkConnection } from './outbound-network-connection/index.ts';
import { permissionSet } from './permission-set/index.ts';
import { policy } from './policy/index.ts';
import { principalAccess } from './principal-access/index.ts';
import { reference } from './reference/index.ts';
import { remoteSiteSetting } from './remote-site-setting/index.ts';
import { tenantSecret } from './tenant-secret/index.ts';

/**
 * All kinds that a deploy knows, in order of dependency. The last five aren't resources: they inspect what several
 * kinds do together.
 */
export const kinds: readonly Kind[] = [
  certificate,
  encryptionKeySettings,
  authProvider,
  externalAuthIdentityProvider,
  remoteSiteSetting,
  cspTrustedSite,
  outboundNetworkConnection,
  externalCredential,
  namedCredential,
  permissionSet,
  identityProviderCredential,
  credential,
  assignment,
  cipherTrustOrganization,
  cipherTrustEndpoint,
  cipherTrustCertificate,
  tenantSecret,
  cacheOnlyKey,
  externalKeyManagement,
  reference,
  policy,
  principalAccess,
  keyPath,
];
