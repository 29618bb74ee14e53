import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalOrg, type LocalOrg, type LocalOrgOptions } from '../../src/local/salesforce/index.ts';
import { connect, type Org, retrieve } from '../../src/salesforce/index.ts';

export const secret = 'S3cr3t-of-the-tests-0123456789';

/** A config with one chain; `over` replaces or adds whole sections as YAML text. */
export function configText({ url = 'https://kms.acme.example/v1', more = '' } = {}): string {
  return `version: 1
apiVersion: "66.0"
externalCredentials:
  AcmeKms:
    label: Acme KMS
    authentication:
      protocol: Oauth
      variant: ClientCredentialsClientSecret
      tokenUrl: https://idp.acme.example/token
    principals:
      KeyService:
        type: NamedPrincipal
        credentials: { clientId: "\${env:ACME_ID:-acme}", clientSecret: "\${env:ACME_SECRET}" }
namedCredentials:
  AcmeKeys: { label: Acme keys, url: ${url}, externalCredential: AcmeKms }
permissionSets:
  AcmeKeyAccess:
    label: Acme key access
    principals: [AcmeKms-KeyService]
    assignTo: [autoproc]
environments:
  test: { default: true }
${more}`;
}

export interface Place {
  readonly directory: string;
  readonly config: string;
  readonly org: LocalOrg;
  write(text: string): Promise<void>;
  /** All our components as a retrieve returns them. */
  retrieved(): Promise<Record<string, string>>;
  /** Does something in the org like another client. */
  as<T>(work: (org: Org) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** A folder with a config, and an org that the process's environment names, as in CI. */
export async function placeWithOrg(options: LocalOrgOptions = {}, text = configText()): Promise<Place> {
  const directory = await mkdtemp(join(tmpdir(), 'keyway-'));
  const config = join(directory, 'keyway.yaml');
  await writeFile(config, text);
  const org = await createLocalOrg(options);
  process.env.SF_ACCESS_TOKEN = org.accessToken;
  process.env.SF_ORG_INSTANCE_URL = org.url;
  process.env.ACME_SECRET = secret;
  const as: Place['as'] = async (work) => {
    const target = { kind: 'token' as const, instanceUrl: org.url, accessToken: org.accessToken };
    const client = await connect(target, { apiVersion: '66.0', stateDir: directory });
    try {
      return await work(client);
    } finally {
      await client.close();
    }
  };
  return {
    directory,
    config,
    org,
    write: (changed) => writeFile(config, changed),
    as,
    retrieved: () =>
      as(async (client) => {
        const all = new Map([
          ['ExternalCredential', ['*']],
          ['NamedCredential', ['*']],
          ['PermissionSet', ['*']],
        ]);
        const { files } = await retrieve(client, all);
        return Object.fromEntries([...files].filter(([path]) => path !== 'package.xml').sort());
      }),
    close: async () => {
      for (const name of ['SF_ACCESS_TOKEN', 'SF_ORG_INSTANCE_URL', 'ACME_SECRET']) delete process.env[name];
      await org.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
