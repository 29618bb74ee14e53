import { withOrigins } from '../../ciphertrust/key-origin.ts';
import type { TenantSecret } from '../../keys/tenant-secret.ts';
import type { OrgState } from '../state.ts';

/** The tenant secrets of an org, with their origin if CipherTrust knows it; undefined if the org shows none. */
export function secretsWithOrigins({ keys, cipherTrust }: OrgState): readonly TenantSecret[] | undefined {
  const secrets = keys?.secrets;
  return secrets && cipherTrust?.kind === 'read' ? withOrigins(secrets, cipherTrust.keys) : secrets;
}
