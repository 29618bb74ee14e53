import { type CckmCertificate, listCertificates } from './certificates.ts';
import type { CipherTrust } from './connection.ts';
import { type CckmEndpoint, endpointAddress, endpointAt, listEndpoints } from './endpoints.ts';
import { type CckmKey, listKeys } from './keys.ts';
import { collect } from './list.ts';
import { type CckmOrganization, isSameOrgId, listOrganizations } from './organizations.ts';
import { type AnyUpload, type DerivationMode, type KeyTier, uploadState } from './upload.ts';

/** A key that an org is to have from CipherTrust, as the config says it. */
export interface WantedKey {
  /** Its name in the config. */
  readonly name: string;
  readonly kind: AnyUpload['kind'];
  readonly type: AnyUpload['type'];
  /** Id or name of the key in CipherTrust. */
  readonly sourceKey: string;
  readonly tier?: KeyTier | undefined;
  /** Developer name. */
  readonly certificate: string;
  readonly derivation?: DerivationMode | undefined;
  /** Of a cache-only key: developer name and URL. */
  readonly namedCredential?: { readonly name: string; readonly url: string } | undefined;
}

/** What CipherTrust has for one org; without an organization it has nothing. */
export interface CckmState {
  readonly organization: CckmOrganization | undefined;
  readonly certificates: readonly CckmCertificate[];
  readonly endpoints: readonly CckmEndpoint[];
  readonly keys: readonly CckmKey[];
}

export async function readState(cipherTrust: CipherTrust, orgId: string): Promise<CckmState> {
  const organizations = await collect(listOrganizations(cipherTrust));
  const organization = organizations.find((one) => isSameOrgId(one.orgId, orgId));
  if (organization === undefined)
    return { organization: undefined, certificates: [], endpoints: [], keys: [] };
  const [certificates, endpoints, keys] = await Promise.all([
    collect(listCertificates(cipherTrust)),
    collect(listEndpoints(cipherTrust)),
    collect(listKeys(cipherTrust, { organization: organization.orgId })),
  ]);
  return { organization, certificates, endpoints, keys };
}

/** One step to what is wanted, in the order in which they are made. */
export type CckmChange =
  | { readonly step: 'organization'; readonly orgId: string }
  /** An endpoint for a named credential. */
  | { readonly step: 'endpoint'; readonly namedCredential: string; readonly url: string }
  | { readonly step: 'upload'; readonly wanted: WantedKey }
  /** A cache-only key that the org could not fetch: activated, never made anew. */
  | { readonly step: 'activate'; readonly wanted: WantedKey; readonly key: CckmKey }
  /** The source key was used before, and Salesforce takes the same one only once: nothing can be done. */
  | { readonly step: 'impossible'; readonly wanted: WantedKey; readonly key: CckmKey };

/**
 * What is to be done so that an org has these keys. Pure. Certificates are not among it: they are metadata, and
 * CipherTrust is synchronized when one of them is needed.
 */
export function cckmChanges(
  orgId: string,
  wanted: readonly WantedKey[],
  state: CckmState,
): readonly CckmChange[] {
  if (wanted.length === 0) return [];
  const { organization } = state;
  const register: readonly CckmChange[] = organization ? [] : [{ step: 'organization', orgId }];
  const endpoints = new Map<string, CckmChange>();
  for (const { namedCredential } of wanted) {
    if (namedCredential === undefined) continue;
    const { name, url } = namedCredential;
    const address = endpointAddress(url);
    const found = organization && address && endpointAt(state.endpoints, organization, address);
    if (!found) endpoints.set(name, { step: 'endpoint', namedCredential: name, url });
  }
  return [...register, ...endpoints.values(), ...wanted.flatMap((key) => keyChange(key, state.keys))];
}

function keyChange(wanted: WantedKey, keys: readonly CckmKey[]): readonly CckmChange[] {
  const state = uploadState(keys, wanted);
  if (state.kind === 'there') return [];
  if (state.kind === 'none') return [{ step: 'upload', wanted }];
  const { key } = state;
  const canActivate = wanted.kind === 'cache-only' && key.status === 'DESTROYED';
  return [{ step: canActivate ? 'activate' : 'impossible', wanted, key }];
}
