import { type Checking, needsApiVersion } from './checking.ts';
import type { CacheOnlyKey, NamedCredential } from './schema/index.ts';
import { dotted, quoted, show, suggestion } from './wording.ts';

const settingsPath = ['encryptionKeySettings'];

/** Metadata WSDL: fields that came with API 64.0. */
const since64 = [
  'canEncryptTransactionalDatabase',
  'canExternalKeyManagement',
  'canManageDataCloudKeys',
] as const;

export function checkEncryptionKeySettings(checking: Checking): void {
  const { config, report } = checking;
  const settings = config.encryptionKeySettings ?? {};
  for (const field of since64)
    if (settings[field] !== undefined) needsApiVersion([...settingsPath, field], 64, checking);
  if (settings.enableReplayDetection !== true || settings.enableCacheOnlyKeys === true) return;
  const where = [...settingsPath, 'enableReplayDetection'];
  report(where, `${quoted(where)} needs enableCacheOnlyKeys; write enableCacheOnlyKeys: true beside it`);
}

export function checkCacheOnlyKeys(checking: Checking): void {
  const { config, report } = checking;
  const keys = Object.entries(config.cacheOnlyKeys ?? {});
  const byType = new Map<string, string>();
  for (const [name, key] of keys) {
    const path = ['cacheOnlyKeys', name];
    const other = byType.get(key.type);
    const message = `${dotted(path)} and cacheOnlyKeys.${show(other ?? '')} are both of the type ${key.type}, of which an org fetches one key; keep one`;
    if (other !== undefined) report([...path, 'type'], message);
    else byType.set(key.type, name);
    checkNamedBy('namedCredential', 'namedCredentials', name, key, checking);
    checkNamedBy('certificate', 'certificates', name, key, checking);
    checkKeyUrl(path, key, checking);
  }
  const [first] = keys;
  // Left out, the setting is not keyway's to make: the org is asked whether it is on.
  if (first && config.encryptionKeySettings?.enableCacheOnlyKeys === false) {
    const where = [...settingsPath, 'enableCacheOnlyKeys'];
    report(where, `${quoted(where)} is false, and cacheOnlyKeys.${show(first[0])} needs it; make it true`);
  }
}

/** Both stand in the file, so that what the key is fetched through is known, and proven, before the key is made. */
function checkNamedBy(
  field: 'namedCredential' | 'certificate',
  kind: 'namedCredentials' | 'certificates',
  name: string,
  key: CacheOnlyKey,
  { config, report }: Checking,
): void {
  const declared = config[kind] ?? {};
  if (Object.hasOwn(declared, key[field])) return;
  const where = ['cacheOnlyKeys', name, field];
  const near = suggestion(key[field], Object.keys(declared));
  report(where, `${quoted(where)} is "${show(key[field])}", which is not in ${kind}${near}`);
}

/** Salesforce asks for `<URL>/<identifier>`, with `?requestId=` where replay detection is on (salesforce.md, 6.3). */
function checkKeyUrl(path: readonly string[], key: CacheOnlyKey, { config, report, warn }: Checking): void {
  const credentials = config.namedCredentials ?? {};
  const credential = Object.hasOwn(credentials, key.namedCredential)
    ? credentials[key.namedCredential]
    : undefined;
  const url = credential && urlOf(credential);
  if (!credential || url === undefined) return;
  const field = credential.type === 'Legacy' ? 'endpoint' : 'url';
  const where = ['namedCredentials', key.namedCredential, field];
  const place =
    credential.type !== 'Legacy' && typeof credential.url !== 'string' ? [...where, 'value'] : where;
  const fetched = `${dotted(path)} is fetched from it with /${show(key.identifier)} appended`;
  if (url.includes('?')) report(place, `${quoted(where)} holds a query, and ${fetched}; take the query out`);
  else if (url.endsWith('/'))
    warn(place, `${quoted(where)} ends in a slash, and ${fetched}: that makes two; take the slash off`);
}

function urlOf(credential: NamedCredential): string | undefined {
  if (credential.type === 'Legacy') return credential.endpoint;
  return typeof credential.url === 'string' ? credential.url : credential.url.value;
}
