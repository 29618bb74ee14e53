import { type Checking, needsApiVersion } from '../../config/checking.ts';
import type { CacheOnlyKey, NamedCredential } from '../../config/schema/index.ts';
import { dotted, quoted, show, suggestion } from '../../config/wording.ts';
import { checkCipherTrustKey } from '../cipher-trust/check.ts';

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

export function checkKeys(checking: Checking): void {
  const { config, report } = checking;
  const byType = new Map<string, readonly string[]>();
  const once = (path: readonly string[], type: string) => {
    const other = byType.get(type);
    if (other === undefined) byType.set(type, path);
    else {
      const message = `${dotted(path)} and ${dotted(other)} are both of the type ${type}, of which an org has one active key; keep one`;
      report([...path, 'type'], message);
    }
  };
  for (const [name, key] of Object.entries(config.tenantSecrets ?? {})) {
    const path = ['tenantSecrets', name];
    once(path, key.type);
    checkNamedBy('certificate', 'certificates', path, key.certificate, checking);
    checkCipherTrustKey(path, key, checking);
  }
  const keys = Object.entries(config.cacheOnlyKeys ?? {});
  for (const [name, key] of keys) {
    const path = ['cacheOnlyKeys', name];
    once(path, key.type);
    checkNamedBy('namedCredential', 'namedCredentials', path, key.namedCredential, checking);
    checkNamedBy('certificate', 'certificates', path, key.certificate, checking);
    if (key.source === 'cipherTrust') checkCipherTrustKey(path, key, checking);
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
  path: readonly string[],
  name: string,
  { config, report }: Checking,
): void {
  const declared = config[kind] ?? {};
  if (Object.hasOwn(declared, name)) return;
  const where = [...path, field];
  const near = suggestion(name, Object.keys(declared));
  report(where, `${quoted(where)} is "${show(name)}", which is not in ${kind}${near}`);
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
  const appended = 'identifier' in key ? `/${show(key.identifier)}` : 'its identifier';
  const fetched = `${dotted(path)} is fetched from it with ${appended} appended`;
  if (url.includes('?')) report(place, `${quoted(where)} holds a query, and ${fetched}; take the query out`);
  else if (url.endsWith('/'))
    warn(place, `${quoted(where)} ends in a slash, and ${fetched}: that makes two; take the slash off`);
}

function urlOf(credential: NamedCredential): string | undefined {
  if (credential.type === 'Legacy') return credential.endpoint;
  return typeof credential.url === 'string' ? credential.url : credential.url.value;
}
