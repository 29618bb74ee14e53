import { environmentsKey } from '../../config/edit/places.ts';
import type { ConfigPath, Environment } from '../../config/index.ts';
import type { RemoteKey, TenantSecret } from '../../keys/tenant-secret.ts';
import { readTenantSecrets } from '../../salesforce/index.ts';
import { type Config, editableConfig, parseConfig, readConfig } from '../config.ts';
import type { FilePull, FileTarget, PulledFile } from '../file-pull.ts';
import type { CacheOnlyKey } from './schema.ts';

type ServedKey = Extract<CacheOnlyKey, { readonly identifier: string }>;
type Remote = TenantSecret & { readonly remote: RemoteKey };

/** The active cache-only keys that an org shows. */
export const cacheOnlyKeysPull: FilePull = {
  type: 'Key',
  async pull(target, { keyOrg }) {
    const secrets = await readTenantSecrets(await keyOrg());
    return secrets ? pullKeys(target, secrets) : { text: target.text, added: [], notes: [] };
  },
};

/**
 * Adds the active cache-only keys of an org that the file doesn't name. The file must have the named credential and
 * the certificate, and no key of that type. Notes say what was left out.
 */
export function pullKeys(target: FileTarget, secrets: readonly TenantSecret[]): PulledFile {
  const added: string[] = [];
  const notes: string[] = [];
  let { text } = target;
  for (const secret of secrets.filter(isActiveRemote)) {
    const { type, remote } = secret;
    const config = configOf({ ...target, text }, target.environment);
    if (!config) break;
    const same = Object.entries(config.cacheOnlyKeys ?? {}).find(([, key]) => key.type === type);
    // No file contains the identifier that CipherTrust chose.
    if (same && (identifierOf(same[1]) ?? remote.identifier) === remote.identifier) continue;
    const what = `keyway left out the cache-only key ${type} ${remote.identifier} of the org`;
    if (same) {
      notes.push(`${what}: cacheOnlyKeys.${same[0]} names ${identifierOf(same[1])} for this type`);
      continue;
    }
    const name = freeName(secret, config);
    const key = { type, ...remote } as ServedKey;
    const written = withKey({ ...target, text }, name, key);
    if (typeof written === 'string') {
      text = written;
      added.push(name);
    } else notes.push(`${what}: ${written.problem}`);
  }
  return { text, added, notes };
}

function identifierOf(key: CacheOnlyKey): string | undefined {
  return 'identifier' in key ? key.identifier : undefined;
}

function isActiveRemote(secret: TenantSecret): secret is Remote {
  return secret.status === 'ACTIVE' && secret.remote !== undefined;
}

/** The file with the key added at the first position that keeps the config valid. */
function withKey(target: FileTarget, name: string, key: ServedKey): string | { readonly problem: string } {
  const { environment, intoEnvironment } = target;
  const base: ConfigPath = ['cacheOnlyKeys', name];
  const own = environment ? [[environmentsKey, environment.name, ...base]] : [];
  const places = intoEnvironment ? [...own, base] : [base, ...own];
  let problem = 'no valid config can have it';
  for (const place of places) {
    const editable = editableConfig(target.text);
    const { identifier, namedCredential, certificate } = key;
    editable.set(place, { type: key.type, identifier, namedCredential, certificate });
    const text = editable.text();
    const wrong = [...new Set([undefined, environment])].flatMap((one) =>
      problemsOf({ ...target, text }, one),
    );
    const before = [...new Set([undefined, environment])].flatMap((one) => problemsOf(target, one));
    const [first] = wrong.filter((message) => !before.includes(message));
    if (first === undefined) return text;
    problem = first;
  }
  return { problem };
}

/** The key's description in the org, if it is a valid and unused name. */
function freeName({ type, description = '' }: Remote, { cacheOnlyKeys = {} }: Config): string {
  const isName = description.length <= 80 && /^[A-Za-z](?:_?[A-Za-z0-9])*$/.test(description);
  const name = isName ? description : `${type}Key`;
  let free = name;
  for (let count = 2; Object.hasOwn(cacheOnlyKeys, free); count += 1) free = `${name}${count}`;
  return free;
}

function read({ text, file, sources, apiVersion }: FileTarget, environment: Environment | undefined) {
  const document = parseConfig(text, file);
  const chosen = document.environments.find(({ name }) => name === environment?.name);
  return readConfig(document, chosen, { sources, apiVersion });
}

function configOf(target: FileTarget, environment: Environment | undefined): Config | undefined {
  return read(target, environment).config;
}

function problemsOf(target: FileTarget, environment: Environment | undefined): readonly string[] {
  return read(target, environment)
    .problems.filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);
}
