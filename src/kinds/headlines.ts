import { headline as key } from './cache-only-key/headline.ts';
import { headline as certificate } from './certificate/headline.ts';
import { certificateHeadline, endpointHeadline, organizationHeadline } from './cipher-trust/headline.ts';
import { headline as credential } from './credential/headline.ts';
import { headline as externalCredential } from './external-credential/headline.ts';
import type { Headline } from './headline.ts';
import type { ChangeType } from './index.ts';
import { headline as namedCredential } from './named-credential/headline.ts';
import { headline as permissionSet } from './permission-set/headline.ts';

/**
 * Headlines by type. Separate from `kinds.ts`, so that a plan can be printed without loading code that talks to an
 * org.
 */
export const headlines: Partial<Readonly<Record<ChangeType, Headline>>> = {
  Certificate: certificate,
  CipherTrustCertificate: certificateHeadline,
  CipherTrustEndpoint: endpointHeadline,
  CipherTrustOrganization: organizationHeadline,
  Credential: credential,
  ExternalCredential: externalCredential,
  IdentityProviderCredential: credential,
  Key: key,
  NamedCredential: namedCredential,
  PermissionSet: permissionSet,
};
