import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { ComponentType } from '../../src/kinds/metadata.ts';
import type { LocalOrgOptions } from '../../src/local/salesforce/index.ts';
import { connect, retrieve } from '../../src/salesforce/index.ts';
import { type Client, closeAll, type Files, startOrg } from '../local/salesforce/client.ts';
import { packageXml } from '../local/salesforce/samples.ts';

/** An org that `SF_ACCESS_TOKEN` signs in to, and a folder for a config. */
export interface PullOrg {
  readonly client: Client;
  readonly folder: string;
  readonly config: string;
  /** Writes the config, without the indentation of the test. */
  write(text: string): void;
  text(): string;
  deploy(files: Files, version?: string): Promise<void>;
  /** All components of the chain as a retrieve returns them, by path in the zip. */
  retrieved(version?: string): Promise<Files>;
}

const folders: string[] = [];
const variables = ['SF_ACCESS_TOKEN', 'SF_ORG_INSTANCE_URL', 'SF_TARGET_ORG', 'SF_ORG_API_VERSION'];
const kept = new Map(variables.map((name) => [name, process.env[name]]));

export async function pullOrg(options: LocalOrgOptions = {}): Promise<PullOrg> {
  const client = await startOrg(options);
  process.env.SF_ACCESS_TOKEN = client.org.accessToken;
  process.env.SF_ORG_INSTANCE_URL = client.org.url;
  const folder = mkdtempSync(join(tmpdir(), 'keyway-pull-'));
  folders.push(folder);
  const config = join(folder, 'keyway.yaml');
  return {
    client,
    folder,
    config,
    write: (text) => writeFileSync(config, text),
    text: () => readFileSync(config, 'utf8'),
    deploy: async (files, version) => {
      const members = Object.keys(files).map(memberOf);
      const { status, failures } = await client.deploy({
        'package.xml': packageXml(members, version),
        ...files,
      });
      if (status !== 'Succeeded')
        throw new Error(JSON.stringify(failures.map(({ fullName, problem }) => [fullName, problem])));
    },
    retrieved: async (apiVersion = '66.0') => {
      const target = {
        kind: 'token' as const,
        instanceUrl: client.org.url,
        accessToken: client.org.accessToken,
      };
      const org = await connect(target, { apiVersion, stateDir: folder });
      try {
        const types = ['ExternalCredential', 'NamedCredential', 'PermissionSet'];
        const { files } = await retrieve(org, new Map(types.map((type) => [type, ['*']])));
        return Object.fromEntries([...files].filter(([path]) => path !== 'package.xml').sort());
      } finally {
        await org.close();
      }
    },
  };
}

/** Call after each test. */
export async function closePulls(): Promise<void> {
  for (const [name, value] of kept) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  await closeAll();
}

const typeOfFolder: Readonly<Record<string, ComponentType>> = {
  certs: 'Certificate',
  settings: 'Settings',
  authproviders: 'AuthProvider',
  cspTrustedSites: 'CspTrustedSite',
  outboundNetworkConnections: 'OutboundNetworkConnection',
  remoteSiteSettings: 'RemoteSiteSetting',
  externalAuthIdentityProviders: 'ExternalAuthIdentityProvider',
  externalCredentials: 'ExternalCredential',
  namedCredentials: 'NamedCredential',
  permissionsets: 'PermissionSet',
};

function memberOf(path: string): string {
  const type = typeOfFolder[dirname(path)];
  return `${type}/${basename(path).replace(/\..*$/, '')}`;
}

/** The metadata files below a folder, by their path in a zip. */
export function metadataIn(folder: string): Files {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name.endsWith('-meta.xml'),
  );
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const folder = basename(parentPath);
      // A type with a content file keeps its suffix in a zip.
      const path = folder === 'certs' ? name : name.replace(/-meta\.xml$/, '');
      const place = Object.hasOwn(typeOfFolder, folder)
        ? folder
        : folderOfEnding[path.split('.').at(-1) ?? ''];
      return [`${place}/${path}`, readFileSync(join(parentPath, name), 'utf8')];
    }),
  );
}

/** Samples are in separate folders. */
const folderOfEnding: Readonly<Record<string, string>> = {
  externalCredential: 'externalCredentials',
  namedCredential: 'namedCredentials',
  permissionset: 'permissionsets',
};
