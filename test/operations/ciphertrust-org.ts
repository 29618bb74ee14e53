import type { LocalCipherTrust, LocalCipherTrustOptions } from '../../src/local/ciphertrust/index.ts';
import type { LocalOrgOptions } from '../../src/local/salesforce/index.ts';
import { type DeployOptions, type DeployResult, deploy } from '../../src/operations/deploy.ts';
import { readTenantSecrets } from '../../src/salesforce/index.ts';
import { CONNECTION, PASSWORD, startCipherTrust } from '../local/ciphertrust/started.ts';
import { privateKey } from '../local/salesforce/certificates/certificate.ts';
import { type Place, placeWithOrg } from './org-and-config.ts';

export const ENDPOINT_PASSWORD = 'Endpoint-password-41d7';

/** Parts of the file that tests change, as YAML on one line each. */
export interface FileParts {
  readonly cipherTrust?: string;
  readonly url?: string;
  readonly secrets?: string;
  readonly keys?: string;
  readonly settings?: string;
  readonly certificates?: string;
  readonly environment?: string;
}

export interface CipherTrustOrg extends Place {
  readonly cipherTrust: LocalCipherTrust & { readonly caFile: string };
  put(parts?: FileParts): Promise<void>;
  deploy(options?: Partial<DeployOptions>): Promise<DeployResult>;
  /** As in `Data REMOTE ACTIVE`. */
  keys(): Promise<readonly string[]>;
  /** Changes that CipherTrust was asked for, without logins. */
  changes(): readonly string[];
}

/**
 * An org, and a CipherTrust with a connection to it, both empty except for the keys of the vault, and a config for
 * both.
 */
export async function cipherTrustOrg(
  options: LocalCipherTrustOptions = {},
  orgOptions: LocalOrgOptions = {},
): Promise<CipherTrustOrg> {
  const cipherTrust = await startCipherTrust({
    sourceKeys: ['acme-search', 'acme-data', 'next'],
    ...options,
  });
  const seed = { certificateKeys: { AcmeByok: privateKey() }, ...orgOptions.seed };
  const place = await placeWithOrg({ trustedCa: [cipherTrust.ca], ...orgOptions, seed }, 'version: 1\n');
  const { url, accessToken } = place.org;
  cipherTrust.connect({ connection: CONNECTION, url, accessToken });
  Object.assign(process.env, {
    CCKM_PASSWORD: PASSWORD,
    ENDPOINT_PASSWORD,
  });
  const made: CipherTrustOrg = {
    ...place,
    cipherTrust,
    put: (parts) => place.write(fileText(cipherTrust, parts)),
    deploy: (more) => deploy({ config: place.config, ...more }),
    keys: () =>
      place.as(async (org) =>
        ((await readTenantSecrets(org)) ?? []).map(
          ({ type, source, status }) => `${type} ${source} ${status}`,
        ),
      ),
    changes: () =>
      cipherTrust.requests
        .filter(({ method, path }) => method !== 'GET' && !path.includes('/auth/tokens'))
        .map(({ method, path }) => `${method} ${path.replace('/api/v1/cckm/sfdc/', '')}`),
    close: async () => {
      for (const name of ['CCKM_PASSWORD', 'ENDPOINT_PASSWORD']) delete process.env[name];
      await place.close();
    },
  };
  await made.put();
  return made;
}

/** The file of docs/ciphertrust.md, for servers on loopback. */
export function fileText(
  { url: at, caFile }: Pick<LocalCipherTrust, 'url' | 'caFile'>,
  {
    cipherTrust = `{ url: "${at}", username: "\${env:CCKM_USER:-admin}", password: "\${env:CCKM_PASSWORD}", caFile: "${caFile}", connection: ${CONNECTION} }`,
    url = '${cipherTrust:endpoint}',
    secrets = '  AcmeSearchIndex: { type: SearchIndex, source: cipherTrust, key: acme-search, certificate: AcmeByok }',
    keys = '  AcmeDataKey: { type: Data, source: cipherTrust, key: acme-data, namedCredential: AcmeCckm, certificate: AcmeByok }',
    settings = '{ enableCacheOnlyKeys: true, enableReplayDetection: true }',
    certificates = '  AcmeByok: { label: Acme BYOK }',
    environment = '{ default: true }',
  }: FileParts = {},
): string {
  return `version: 1
apiVersion: "66.0"
cipherTrust: ${cipherTrust}
externalCredentials:
  AcmeCckm:
    label: Acme CCKM
    authentication: { protocol: Basic }
    principals:
      Org: { type: NamedPrincipal, credentials: { username: "\${env:ENDPOINT_USER:-salesforce}", password: "\${env:ENDPOINT_PASSWORD}" } }
namedCredentials:
  AcmeCckm: { label: Acme CCKM, url: "${url}", externalCredential: AcmeCckm }
permissionSets:
  AcmeKeyAccess: { label: Acme key access, principals: [AcmeCckm-Org], assignTo: [autoproc] }
certificates:
${certificates}
encryptionKeySettings: ${settings}
${secrets === '' ? '' : `tenantSecrets:\n${secrets}`}
${keys === '' ? '' : `cacheOnlyKeys:\n${keys}`}
environments:
  test: ${environment}
`;
}
