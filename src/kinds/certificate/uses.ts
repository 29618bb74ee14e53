import type { Config } from '../config.ts';
import { type Component, toComponents } from '../metadata.ts';

/**
 * Says who receives a certificate, by its use in the config: ` for the key service's owner`; empty if nothing uses
 * it.
 */
export function describeOwners(config: Config, name: string): string {
  const { cacheOnlyKeys = {}, tenantSecrets = {}, apiVersion } = config;
  const keys = [...Object.values(cacheOnlyKeys), ...Object.values(tenantSecrets)];
  const isForKeys = keys.some(({ certificate }) => certificate === name);
  const uses = toComponents(config, { apiVersion }).flatMap((component) => usesIn(component, name));
  const owners = new Set([...(isForKeys ? ["the key service's owner"] : []), ...uses]);
  return owners.size === 0 ? '' : ` for ${[...owners].join(' and ')}`;
}

const signing = 'the identity provider, which checks what it signs';
const mutualTls = 'the server that is called, which checks who calls';

function usesIn({ type, metadata }: Component, name: string): readonly string[] {
  if (type === 'ExternalCredential')
    return metadata.externalCredentialParameters.some(({ certificate }) => certificate === name)
      ? [signing]
      : [];
  if (type !== 'NamedCredential') return [];
  const isSent =
    metadata.certificate === name ||
    metadata.namedCredentialParameters?.some(({ certificate }) => certificate === name);
  return [...(isSent ? [mutualTls] : []), ...(metadata.jwtSigningCertificate === name ? [signing] : [])];
}
