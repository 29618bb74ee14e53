import { describe, expect, it } from '@jest/globals';
import { endpointPlaceholder } from '../../src/config/references.ts';
import { configOf, problemsIn } from './reading.ts';

/** A file with CipherTrust and everything that its keys need. The parts are YAML on one line each. */
function withKeys({
  cipherTrust = '{ url: https://ciphertrust.example }',
  protocol = 'Basic',
  url = '"${cipherTrust:endpoint}"',
  settings = '{ enableCacheOnlyKeys: true }',
  secret = 'type: SearchIndex, source: cipherTrust, key: acme-search, certificate: Byok',
  key = 'type: Data, source: cipherTrust, key: acme-data, namedCredential: Keys, certificate: Byok',
  more = '',
} = {}): string {
  return `version: 1
cipherTrust: ${cipherTrust}
externalCredentials:
  Kms: { label: Kms, authentication: { protocol: ${protocol} }, principals: { Org: { type: NamedPrincipal, credentials: { username: "\${env:U}", password: "\${env:P}" } } } }
namedCredentials:
  Keys: { label: Keys, url: ${url}, externalCredential: Kms }
certificates: { Byok: { label: Byok } }
encryptionKeySettings: ${settings}
tenantSecrets:
  SearchSecret: { ${secret} }
cacheOnlyKeys:
  DataKey: { ${key} }
${more}`;
}

describe('keys of CipherTrust', () => {
  it('can be in both sections, and are read without CipherTrust', () => {
    const text = withKeys();
    expect(problemsIn(text)).toEqual([]);
    const { tenantSecrets, cacheOnlyKeys, namedCredentials } = configOf(text);
    expect(tenantSecrets?.SearchSecret).toEqual({
      type: 'SearchIndex',
      source: 'cipherTrust',
      key: 'acme-search',
      certificate: 'Byok',
    });
    expect(cacheOnlyKeys?.DataKey).toMatchObject({ source: 'cipherTrust', key: 'acme-data' });
    expect(namedCredentials?.Keys).toMatchObject({ url: endpointPlaceholder });
  });

  it('need cipherTrust', () => {
    const text = withKeys({ url: 'https://ciphertrust.example/keys' }).replace(/^cipherTrust: .*\n/m, '');
    expect(problemsIn(text)).toEqual([
      '9:46 error "source" in tenantSecrets.SearchSecret is cipherTrust, but the file doesn\'t say where it is; write cipherTrust: { url: https://… }',
      '11:34 error "source" in cacheOnlyKeys.DataKey is cipherTrust, but the file doesn\'t say where it is; write cipherTrust: { url: https://… }',
    ]);
  });

  it('are unique by type across both sections', () => {
    const secret = 'type: Data, source: cipherTrust, key: acme-search, certificate: Byok';
    expect(problemsIn(withKeys({ secret }))).toEqual([
      '12:20 error cacheOnlyKeys.DataKey and tenantSecrets.SearchSecret both have the type Data, but an org has one active key of a type; keep one',
    ]);
  });

  it('of SearchIndex are uploaded, never fetched', () => {
    const key = 'type: SearchIndex, source: cipherTrust, key: acme, namedCredential: Keys, certificate: Byok';
    expect(problemsIn(withKeys({ key })).join()).toContain('is SearchIndex, whose key is a root key');
  });

  it('name a certificate in the file', () => {
    const secret = 'type: SearchIndex, source: cipherTrust, key: acme-search, certificate: Byk';
    expect(problemsIn(withKeys({ secret }))).toEqual([
      '10:90 error "certificate" in tenantSecrets.SearchSecret is "Byk", which is not in certificates; did you mean "Byok"?',
    ]);
  });

  it('need the setting for it if they have no derivation', () => {
    const secret = 'type: SearchIndex, source: cipherTrust, key: acme, certificate: Byok, derivation: NONE';
    const text = withKeys({ secret, settings: '{ canOptOutOfDerivationWithBYOK: false }' });
    expect(problemsIn(text)).toEqual([
      '8:57 error "canOptOutOfDerivationWithBYOK" in encryptionKeySettings is false, and tenantSecrets.SearchSecret needs it for derivation NONE; set it to true',
    ]);
  });

  it.each([
    ['SearchIndex', 'source: keyService', '"source" in tenantSecrets.SearchSecret must be cipherTrust'],
    ['Database', 'source: cipherTrust', '"type" in tenantSecrets.SearchSecret is "Database"'],
  ])('refuse %s with %s', (type, source, message) => {
    const secret = `type: ${type}, ${source}, key: acme, certificate: Byok`;
    expect(problemsIn(withKeys({ secret })).join()).toContain(message);
  });

  it('have no identifier', () => {
    const key =
      'type: Data, source: cipherTrust, identifier: d-1, key: a, namedCredential: Keys, certificate: Byok';
    expect(problemsIn(withKeys({ key })).join()).toContain(
      'unknown field "identifier" in cacheOnlyKeys.DataKey; it takes type, namedCredential, certificate, source, key, tier',
    );
  });

  it('can differ by environment', () => {
    const more =
      'environments: { uat: { tenantSecrets: { SearchSecret: { key: uat-search, tier: hsm-luna } }, cipherTrust: { url: https://uat.example } }, dev: { tenantSecrets: { SearchSecret: null } } }';
    const text = withKeys({ more });
    expect(problemsIn(text)).toEqual([]);
    expect(configOf(text, 'uat').tenantSecrets?.SearchSecret).toMatchObject({
      key: 'uat-search',
      tier: 'hsm-luna',
    });
    expect(configOf(text, 'dev').tenantSecrets).toEqual({});
  });
});

describe('${cipherTrust:endpoint}', () => {
  it('must be the whole URL of a named credential', () => {
    const said = 'has ${cipherTrust:endpoint}, which must be the whole url of a named credential';
    expect(problemsIn(withKeys({ url: '"${cipherTrust:endpoint}/more"' })).join()).toContain(said);
    expect(
      problemsIn(
        withKeys({ settings: '{}' }).replace('label: Byok', 'label: "${cipherTrust:endpoint}"'),
      ).join(),
    ).toContain(said);
    expect(problemsIn(withKeys({ url: '"${cipherTrust:host}"' })).join()).toContain(
      'has an unknown ${cipherTrust:…}; cipherTrust has only endpoint',
    );
    expect(problemsIn(withKeys({ url: '{ value: "${cipherTrust:endpoint}", sequence: 1 }' }))).toEqual([]);
  });

  it('needs the Basic login of the endpoint', () => {
    expect(problemsIn(withKeys({ protocol: 'Custom' })).join()).toContain(
      '"url" in namedCredentials.Keys is an endpoint of CipherTrust, so externalCredentials.Kms must be of the protocol Basic, with one principal that has the credentials username and password',
    );
  });
});
