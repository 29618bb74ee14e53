import { authProviderPull } from './auth-provider/pull.ts';
import { cacheOnlyKeysPull } from './cache-only-key/pull.ts';
import { certificatePull } from './certificate/pull.ts';
import type { ComponentPull } from './component-pull.ts';
import { cspTrustedSitePull } from './csp-trusted-site/pull.ts';
import { encryptionKeySettingsPull } from './encryption-key-settings/pull.ts';
import { externalAuthIdentityProviderPull } from './external-auth-identity-provider/pull.ts';
import { externalCredentialPull } from './external-credential/pull.ts';
import type { FilePull } from './file-pull.ts';
import { namedCredentialPull } from './named-credential/pull.ts';
import { outboundNetworkConnectionPull } from './outbound-network-connection/pull.ts';
import { permissionSetPull } from './permission-set/pull.ts';
import { remoteSiteSettingPull } from './remote-site-setting/pull.ts';

/* What kinds add to a pull. Unlike src/kinds/index.ts, this may load code that talks to an org. */

export const componentPulls: readonly ComponentPull[] = [
  certificatePull,
  encryptionKeySettingsPull,
  authProviderPull,
  externalAuthIdentityProviderPull,
  externalCredentialPull,
  namedCredentialPull,
  permissionSetPull,
  remoteSiteSettingPull,
  cspTrustedSitePull,
  outboundNetworkConnectionPull,
];

/** Pulled after the file has its components. */
export const filePulls: readonly FilePull[] = [cacheOnlyKeysPull];
