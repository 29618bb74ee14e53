import type { CckmCertificate } from '../../ciphertrust/certificates.ts';
import { type CckmEndpoint, type EndpointAddress, endpointAddress } from '../../ciphertrust/endpoints.ts';
import type { CckmKey } from '../../ciphertrust/keys.ts';
import type { CckmOrganization } from '../../ciphertrust/organizations.ts';
import type { DerivationMode, KeyTier, UploadType } from '../../ciphertrust/upload.ts';
import { writtenText } from '../../config/written.ts';
import type { KeywayError } from '../../errors/index.ts';
import type { Config } from '../config.ts';

/** A CipherTrust key that should be the active tenant secret of its type (BYOK). */
export interface WantedUpload {
  /** Its name in the file. */
  readonly name: string;
  readonly type: UploadType;
  /** Id or name in CipherTrust. */
  readonly key: string;
  readonly tier: KeyTier;
  /** Developer name. */
  readonly certificate: string;
  readonly derivation: DerivationMode;
}

/** An endpoint that named credentials in the file refer to. */
export interface WantedEndpoint {
  readonly namedCredentials: readonly string[];
  /** The principal with its user and password, as `AcmeCckm-Org`; undefined if the file sets none. */
  readonly principal: string | undefined;
  /** The hostname by which Salesforce reaches it. */
  readonly hostname: string;
  /** The id, if a URL names one. Such an endpoint is never created. */
  readonly id?: string;
}

declare module '../desired.ts' {
  interface Desired {
    readonly cipherTrust?: WantedCipherTrust | undefined;
  }
}

declare module '../state.ts' {
  interface OrgState {
    /** Undefined if the config doesn't use CipherTrust. */
    readonly cipherTrust?: CipherTrustState | undefined;
  }
}

/** The CipherTrust objects that a config asks for. */
export interface WantedCipherTrust {
  readonly host: string;
  readonly endpointHost: string;
  readonly connection: string | undefined;
  readonly organization: string | undefined;
  /** The certificates that keys are wrapped for. */
  readonly certificates: readonly { readonly name: string; readonly label: string }[];
  readonly uploads: readonly WantedUpload[];
  readonly endpoints: readonly WantedEndpoint[];
}

/** What CipherTrust has of one org. */
export type CipherTrustState =
  | {
      readonly kind: 'read';
      /** Salesforce's id of the org that was read. */
      readonly orgId: string;
      /** Undefined if the org isn't registered. Then there is nothing else either. */
      readonly organization: CckmOrganization | undefined;
      readonly certificates: readonly CckmCertificate[];
      readonly endpoints: readonly CckmEndpoint[];
      readonly keys: readonly CckmKey[];
    }
  /** Its login is not set here. */
  | { readonly kind: 'unread'; readonly reason: KeywayError };

export type ReadCipherTrust = Extract<CipherTrustState, { readonly kind: 'read' }>;

/** Undefined if the file doesn't use CipherTrust. */
export function wantedCipherTrust(config: Config): WantedCipherTrust | undefined {
  const { cipherTrust, tenantSecrets = {}, cacheOnlyKeys = {}, certificates = {} } = config;
  if (cipherTrust === undefined) return undefined;
  const uploads = Object.entries(tenantSecrets).map(([name, secret]): WantedUpload => {
    const { type, key, tier = 'local', certificate, derivation = 'PBKDF2' } = secret;
    return { name, type, key, tier, certificate, derivation };
  });
  const fetched = Object.values(cacheOnlyKeys).filter(({ source }) => source === 'cipherTrust');
  const { host } = new URL(cipherTrust.url);
  const endpointHost = cipherTrust.endpointHost ?? host;
  const endpoints = wantedEndpoints(config, [host, endpointHost], endpointHost);
  if (uploads.length + fetched.length + endpoints.length === 0) return undefined;
  const names = new Set([...uploads, ...fetched].map(({ certificate }) => certificate));
  return {
    host,
    endpointHost,
    connection: cipherTrust.connection,
    organization: cipherTrust.organization,
    certificates: [...names].map((name) => ({ name, label: certificates[name]?.label ?? name })),
    uploads,
    endpoints,
  };
}

/** Placeholder for the id in the URL of an endpoint that doesn't exist yet. */
export const notMade = 'made-by-this-deploy';

function wantedEndpoints(
  config: Config,
  hosts: readonly string[],
  endpointHost: string,
): readonly WantedEndpoint[] {
  const found = new Map<string, WantedEndpoint>();
  for (const [name, value] of Object.entries(config.namedCredentials ?? {})) {
    const url = value.type === 'Legacy' ? (value.endpoint ?? '') : writtenText(value.url);
    const address = endpointAddress(url);
    if (!address || !(isKeywayEndpoint(address) || hosts.includes(address.hostname))) continue;
    const id = 'endpointId' in address && !isKeywayEndpoint(address) ? address.endpointId : undefined;
    const before = found.get(id ?? '');
    const external = value.type === 'Legacy' ? undefined : writtenText(value.externalCredential);
    found.set(id ?? '', {
      namedCredentials: [...(before?.namedCredentials ?? []), name],
      principal: before?.principal ?? loginPrincipal(config, external),
      hostname: isKeywayEndpoint(address) ? endpointHost : address.hostname,
      ...(id === undefined ? {} : { id }),
    });
  }
  return [...found.values()];
}

/** Whether a URL refers to the organization's endpoint that keyway creates. */
export function isKeywayEndpoint(address: EndpointAddress | undefined): boolean {
  return address !== undefined && 'endpointId' in address && address.endpointId === notMade;
}

function loginPrincipal(config: Config, external: string | undefined): string | undefined {
  const { authentication, principals = {} } = config.externalCredentials?.[external ?? ''] ?? {};
  if (authentication?.protocol !== 'Basic') return undefined;
  const filled = Object.entries(principals).filter(
    ([, { credentials = {} }]) => 'username' in credentials && 'password' in credentials,
  );
  return filled.length === 1 && filled[0] ? `${external}-${filled[0][0]}` : undefined;
}

/** The endpoint's name, one for each org, so that it can be found before it is created again. */
export function endpointName(orgId: string): string {
  return `keyway-${orgId.slice(0, 15)}`;
}

/** The desired endpoint among those of the organization: the one with keyway's name, or the only one. */
export function endpointOf(
  { id, hostname }: WantedEndpoint,
  { endpoints, orgId }: Pick<ReadCipherTrust, 'endpoints' | 'orgId'>,
): CckmEndpoint | undefined {
  if (id !== undefined) return endpoints.find((one) => one.id === id);
  const named = endpoints.find(({ name }) => name === endpointName(orgId));
  const atHost = endpoints.filter((one) => one.hostname === hostname);
  return named ?? (atHost.length === 1 ? atHost[0] : undefined);
}

/** Finds a certificate by developer name, or by an unambiguous label if CipherTrust doesn't show the developer name. */
export function certificateOf(
  { name, label }: WantedCipherTrust['certificates'][number],
  certificates: readonly CckmCertificate[],
): CckmCertificate | undefined {
  const labelled = certificates.filter((one) => one.developerName === undefined && one.name === label);
  const exact = certificates.find(({ developerName }) => developerName === name);
  return exact ?? (labelled.length === 1 ? labelled[0] : undefined);
}
