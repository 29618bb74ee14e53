import type { LocalOrgOptions } from '../../src/local/salesforce/index.ts';
import { type DeployOptions, type DeployResult, deploy } from '../../src/operations/deploy.ts';
import type { KeyEvent } from '../../src/salesforce/index.ts';
import { listenForKeyEvents, readTenantSecrets } from '../../src/salesforce/index.ts';
import { privateKey } from '../local/salesforce/certificates/certificate.ts';
import { type Place, placeWithOrg } from './org-and-config.ts';

/** Parts of the chain that tests change, as YAML on one line each. */
export interface ChainParts {
  readonly tokenUrl?: string;
  readonly url?: string;
  readonly headers?: string;
  readonly externalCredential?: string;
  readonly assignTo?: string;
  readonly granted?: string;
  readonly identifier?: string;
  readonly secret?: string;
  readonly settings?: string;
  readonly keys?: string;
  readonly certificates?: string;
  /** Sections appended at the top level. */
  readonly more?: string;
  /** Entries inserted into their sections, indented by two spaces. */
  readonly credentials?: string;
  readonly permissionSets?: string;
  readonly environment?: string;
}

export interface KeyOrg extends Place {
  /** The chain to the key service beside the org, with the given changes. */
  text(parts?: ChainParts): string;
  put(parts?: ChainParts): Promise<void>;
  deploy(options?: Partial<DeployOptions>): Promise<DeployResult>;
  /** As in `Data acme-data-1 ACTIVE`. */
  keys(): Promise<readonly string[]>;
  /** All key callout events of the org. */
  events(): Promise<readonly KeyEvent[]>;
}

export const statusCodes = (events: readonly KeyEvent[]) => events.map(({ statusCode }) => statusCode);

/** An org with a key service beside it, and a config with a key from that service. */
export async function keyOrg(options: LocalOrgOptions = {}): Promise<KeyOrg> {
  const key = privateKey();
  const certificateKeys = { AcmeByok: key, OtherByok: key };
  const place = await placeWithOrg(
    { ...options, seed: { certificateKeys, ...options.seed } },
    'version: 1\n',
  );
  const { keyService } = place.org;
  process.env.ACME_SECRET = keyService.clientSecret;
  const text = (parts: ChainParts = {}) => chainText(keyService, parts);
  const made: KeyOrg = {
    ...place,
    text,
    put: (parts) => place.write(text(parts)),
    deploy: (more) => deploy({ config: place.config, ...more }),
    keys: () =>
      place.as(async (org) =>
        ((await readTenantSecrets(org)) ?? []).map(
          ({ type, status, source, remote }) => `${type} ${remote?.identifier ?? source} ${status}`,
        ),
      ),
    events: () =>
      place.as(async (org) => {
        const heard = await listenForKeyEvents(org, { replay: 'retained' });
        try {
          return await heard.retained(300);
        } finally {
          await heard.close();
        }
      }),
  };
  await made.put();
  return made;
}

function chainText(
  service: { readonly keyService: string; readonly tokenUrl: string; readonly clientId: string },
  parts: ChainParts,
): string {
  const {
    tokenUrl = service.tokenUrl,
    url = service.keyService,
    headers = '{}',
    externalCredential = 'AcmeKms',
    assignTo = '[autoproc]',
    granted = '[AcmeKms-KeyService]',
    identifier = 'acme-data-1',
    secret = '${env:ACME_SECRET}',
    settings = '{ enableCacheOnlyKeys: true, enableReplayDetection: true }',
    certificates = '  AcmeByok: { label: Acme BYOK }',
    keys = `  AcmeDataKey: { type: Data, identifier: ${identifier}, namedCredential: AcmeKeys, certificate: AcmeByok }`,
    more = '',
    credentials = '',
    permissionSets = '',
    environment = '{ targetOrg: local, default: true }',
  } = parts;
  return `version: 1
apiVersion: "66.0"
externalCredentials:
  AcmeKms: ${credentialText({ tokenUrl, clientId: service.clientId, secret })}
${credentials.replaceAll('TOKEN_URL', service.tokenUrl).replaceAll('CLIENT_ID', service.clientId)}
namedCredentials:
  AcmeKeys: { label: Acme keys, url: "${url}", externalCredential: ${externalCredential}, headers: ${headers} }
permissionSets:
  AcmeKeyAccess: { label: Acme key access, principals: ${granted}, assignTo: ${assignTo}, exclusive: true }
${permissionSets}
certificates:
${certificates}
encryptionKeySettings: ${settings}
${keys === '' ? '' : `cacheOnlyKeys:\n${keys}`}
environments:
  local: ${environment}
${more}`;
}

/** An external credential for the key service, on one line. */
export function credentialText({
  tokenUrl = 'TOKEN_URL',
  clientId = 'CLIENT_ID',
  secret = '${env:ACME_SECRET}',
} = {}): string {
  return `{ label: Acme KMS, authentication: { protocol: Oauth, variant: ClientCredentialsClientSecret, tokenUrl: "${tokenUrl}" }, principals: { KeyService: { type: NamedPrincipal, credentials: { clientId: "${clientId}", clientSecret: "${secret}" } } } }`;
}
