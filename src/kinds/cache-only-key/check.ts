import { type Checking, checkDeclared } from '../../config/checking.ts';
import { displayText, dotted, quotePath } from '../../config/wording.ts';
import { placeOf, writtenText } from '../../config/written.ts';
import type { CertificatesSection } from '../certificate/schema.ts';
import { checkKeySource, type KeySourceSections } from '../cipher-trust/check.ts';
import type { NamedCredentialsSection } from '../named-credential/schema.ts';
import type { TenantSecretsSection } from '../tenant-secret/schema.ts';
import type { CacheOnlyKey, CacheOnlyKeysSection } from './schema.ts';

export type SeenSections = CacheOnlyKeysSection &
  TenantSecretsSection &
  CertificatesSection &
  NamedCredentialsSection &
  KeySourceSections;

export function checkCacheOnlyKeys(checking: Checking<SeenSections>): void {
  const { config, report } = checking;
  checkOnePerType(checking);
  const keys = Object.entries(config.cacheOnlyKeys ?? {});
  for (const [name, key] of keys) {
    const path = ['cacheOnlyKeys', name];
    // Both must be in the file, so that keyway can test the chain before it creates the key.
    checkDeclared(key.namedCredential, [...path, 'namedCredential'], 'namedCredentials', checking);
    checkDeclared(key.certificate, [...path, 'certificate'], 'certificates', checking);
    if (key.source === 'cipherTrust') checkKeySource(path, key, checking);
    checkKeyUrl(path, key, checking);
  }
  const [first] = keys;
  // Without it in the file, keyway doesn't change the setting, but asks the org whether it is on.
  if (first && config.encryptionKeySettings?.enableCacheOnlyKeys === false) {
    const where = ['encryptionKeySettings', 'enableCacheOnlyKeys'];
    report(
      where,
      `${quotePath(where)} is false, but cacheOnlyKeys.${displayText(first[0])} needs it; set it to true`,
    );
  }
}

/** An org has one active key of each type, whether uploaded or fetched. */
function checkOnePerType({ config, report }: Checking<SeenSections>): void {
  const byType = new Map<string, readonly string[]>();
  for (const section of ['tenantSecrets', 'cacheOnlyKeys'] as const)
    for (const [name, { type }] of Object.entries(config[section] ?? {})) {
      const path = [section, name];
      const other = byType.get(type);
      if (other === undefined) byType.set(type, path);
      else {
        const message = `${dotted(path)} and ${dotted(other)} both have the type ${type}, but an org has one active key of a type; keep one`;
        report([...path, 'type'], message);
      }
    }
}

/** Salesforce asks for `<URL>/<identifier>`, with `?requestId=` where replay detection is on (Salesforce Help: Cache-Only Key Service). */
function checkKeyUrl(
  path: readonly string[],
  key: CacheOnlyKey,
  { config, report, warn }: Checking<SeenSections>,
): void {
  const credentials = config.namedCredentials ?? {};
  const credential = Object.hasOwn(credentials, key.namedCredential)
    ? credentials[key.namedCredential]
    : undefined;
  if (!credential) return;
  const [field, written = ''] =
    credential.type === 'Legacy' ? ['endpoint', credential.endpoint] : ['url', credential.url];
  const where = ['namedCredentials', key.namedCredential, field];
  const place = placeOf(written, where);
  const url = writtenText(written);
  const appended = 'identifier' in key ? `/${displayText(key.identifier)}` : 'its identifier';
  const fetched = `${dotted(path)} is fetched from it with ${appended} appended`;
  if (url.includes('?')) report(place, `${quotePath(where)} has a query, but ${fetched}; remove the query`);
  else if (url.endsWith('/'))
    warn(
      place,
      `${quotePath(where)} ends with a slash, but ${fetched}, so the call has two; remove the slash`,
    );
}
