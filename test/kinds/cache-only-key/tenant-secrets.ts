import type { RemoteKey, TenantSecret } from '../../../src/keys/tenant-secret.ts';
import type { WantedKey } from '../../../src/kinds/cache-only-key/compare.ts';

export const wantedKey: WantedKey = {
  name: 'AcmeDataKey',
  type: 'Data',
  identifier: 'acme-data-1',
  namedCredential: 'AcmeKeys',
  certificate: 'AcmeByok',
};

/** An active tenant secret that Salesforce generated. */
export function secret(over: Partial<TenantSecret> = {}): TenantSecret {
  return {
    id: '02G000000000001AAA',
    type: 'Data',
    version: 1,
    status: 'ACTIVE',
    source: 'HSM',
    createdAt: '2026-01-01T00:00:00.000Z',
    ...over,
  };
}

/** The active secret for `wantedKey`. */
export function remoteSecret(
  over: Partial<TenantSecret> = {},
  remote: Partial<RemoteKey> = {},
): TenantSecret {
  const { identifier, namedCredential, certificate } = wantedKey;
  return secret({
    version: 2,
    source: 'REMOTE',
    remote: { identifier, namedCredential, certificate, ...remote },
    ...over,
  });
}
