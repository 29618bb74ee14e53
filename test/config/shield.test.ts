import { describe, expect, it } from '@jest/globals';
import { configOf, deletable, problemsIn } from './reading.ts';

/** A file with everything that a cache-only key needs. The given fields of the key come last, in line 10. */
function withKey(key: string, { url = 'https://kms.example/keys', settings = '{}', more = '' } = {}): string {
  return `version: 1
externalCredentials:
  Kms: { label: Kms, authentication: { protocol: Basic } }
namedCredentials:
  Keys: { label: Keys, url: "${url}", externalCredential: Kms }
certificates:
  Byok: { label: Byok }
encryptionKeySettings: ${settings}
cacheOnlyKeys:
  DataKey: { ${key} }
${more}`;
}

const whole = 'type: Data, identifier: data-1, namedCredential: Keys, certificate: Byok';

describe('a cache-only key', () => {
  it('has a type, an identifier, and its path', () => {
    const text = withKey(whole);
    expect(problemsIn(text)).toEqual([]);
    expect(configOf(text).cacheOnlyKeys).toEqual({
      DataKey: { type: 'Data', identifier: 'data-1', namedCredential: 'Keys', certificate: 'Byok' },
    });
    expect(problemsIn(withKey('type: Data'))).toEqual([
      '10:3 error "certificate" in cacheOnlyKeys.DataKey is missing',
      '10:3 error "identifier" in cacheOnlyKeys.DataKey is missing',
      '10:3 error "namedCredential" in cacheOnlyKeys.DataKey is missing',
    ]);
  });

  it.each(['SearchIndex', 'Database'])("can't have the type %s, whose key is a root key", (type) => {
    expect(problemsIn(withKey(whole.replace('Data,', `${type},`)))).toEqual([
      `10:20 error "type" in cacheOnlyKeys.DataKey is ${type}, whose key is a root key, which orgs don't fetch; use Data, Analytics, DeterministicData, EventBus`,
    ]);
  });

  it('must have a known type', () => {
    expect(problemsIn(withKey(whole.replace('Data,', 'Dta,')))).toEqual([
      '10:20 error "type" in cacheOnlyKeys.DataKey is "Dta"; it takes Data, Analytics, DeterministicData or EventBus; did you mean "Data"?',
    ]);
  });

  it.each(['a/b', 'a b', 'a?x=1', 'schlüssel', '""', '"a\\n"', "'../x'"])(
    "can't have the identifier %s, which would give another URL",
    (identifier) => {
      expect(problemsIn(withKey(whole.replace('data-1', identifier)))).toEqual([
        '10:38 error "identifier" in cacheOnlyKeys.DataKey is not a key identifier: use letters, digits, dots, hyphens and underscores',
      ]);
    },
  );

  it.each(['.', '..'])("can't have the identifier %s, which a URL would drop", (identifier) => {
    expect(problemsIn(withKey(whole.replace('data-1', `"${identifier}"`)))).toEqual([
      '10:38 error "identifier" in cacheOnlyKeys.DataKey is a step in a URL path, not a key identifier; choose another',
    ]);
  });

  it('needs quotes around a numeric identifier', () => {
    expect(problemsIn(withKey(whole.replace('data-1', '42')))).toEqual([
      '10:38 error "identifier" in cacheOnlyKeys.DataKey must be text, not the number 42; put it in quotes',
    ]);
  });

  it('refers to a named credential and a certificate of the file, with the most similar name as a hint', () => {
    const key = 'type: Data, identifier: data-1, namedCredential: Keyz, certificate: Biok';
    expect(problemsIn(withKey(key))).toEqual([
      '10:63 error "namedCredential" in cacheOnlyKeys.DataKey is "Keyz", which is not in namedCredentials; did you mean "Keys"?',
      '10:82 error "certificate" in cacheOnlyKeys.DataKey is "Biok", which is not in certificates; did you mean "Byok"?',
    ]);
  });

  it('is the only one of its type', () => {
    const second = '  Other: { type: Data, identifier: data-2, namedCredential: Keys, certificate: Byok }';
    expect(problemsIn(withKey(whole, { more: second }))).toEqual([
      '11:18 error cacheOnlyKeys.Other and cacheOnlyKeys.DataKey both have the type Data, but an org has one active key of a type; keep one',
    ]);
    expect(problemsIn(withKey(whole, { more: second.replace('Data,', 'EventBus,') }))).toEqual([]);
  });

  it("needs a setting that isn't false; one that is left out is read from the org", () => {
    expect(problemsIn(withKey(whole, { settings: '{ enableCacheOnlyKeys: true }' }))).toEqual([]);
    expect(problemsIn(withKey(whole, { settings: '{ enableCacheOnlyKeys: false }' }))).toEqual([
      '8:47 error "enableCacheOnlyKeys" in encryptionKeySettings is false, but cacheOnlyKeys.DataKey needs it; set it to true',
    ]);
  });

  it('is appended to a URL without a query; a slash at its end gives a warning', () => {
    expect(problemsIn(withKey(whole, { url: 'https://kms.example/keys?v=1' }))).toEqual([
      '5:29 error "url" in namedCredentials.Keys has a query, but cacheOnlyKeys.DataKey is fetched from it with /data-1 appended; remove the query',
    ]);
    expect(problemsIn(withKey(whole, { url: 'https://kms.example/keys/' }))).toEqual([
      '5:29 warning "url" in namedCredentials.Keys ends with a slash, but cacheOnlyKeys.DataKey is fetched from it with /data-1 appended, so the call has two; remove the slash',
    ]);
  });

  it('can use a legacy named credential', () => {
    const legacy = withKey(whole).replace(
      /Keys: .*/,
      'Keys: { label: Keys, type: Legacy, endpoint: "https://kms.example/?a=1" }',
    );
    expect(problemsIn(legacy)).toEqual([
      '5:48 error "endpoint" in namedCredentials.Keys has a query, but cacheOnlyKeys.DataKey is fetched from it with /data-1 appended; remove the query',
    ]);
  });

  it('can be deleted or changed by an environment', () => {
    const more =
      'environments: { uat: { cacheOnlyKeys: { DataKey: null } }, dev: { cacheOnlyKeys: { DataKey: { identifier: dev-1 } } } }';
    const text = withKey(whole, { more });
    expect(problemsIn(text)).toEqual([]);
    expect(configOf(text, 'uat').cacheOnlyKeys).toEqual({});
    expect(configOf(text, 'dev').cacheOnlyKeys?.DataKey).toMatchObject({ identifier: 'dev-1' });
  });

  it('needs what an environment deletes', () => {
    const more = 'environments: { uat: { namedCredentials: { Keys: null }, certificates: { Byok: null } } }';
    expect(problemsIn(withKey(whole, { more }))).toEqual([
      '10:63 error "namedCredential" in cacheOnlyKeys.DataKey is "Keys", which is not in namedCredentials (environment uat)',
      '10:82 error "certificate" in cacheOnlyKeys.DataKey is "Byok", which is not in certificates (environment uat)',
    ]);
  });
});

describe('a certificate', () => {
  const withCertificate = (name: string, fields: string) =>
    `version: 1\ncertificates: { ${name}: { ${fields} } }`;

  it('has a label and is signed by itself or by an authority', () => {
    expect(problemsIn(withCertificate('Byok', 'label: Byok, caSigned: true'))).toEqual([]);
    expect(problemsIn(withCertificate('Byok', 'caSigned: "yes"'))).toEqual([
      '2:17 error "label" in certificates.Byok is missing',
      '2:35 error "caSigned" in certificates.Byok must be true or false, not "yes"',
    ]);
  });

  it.each(['keySize', 'privateKeyExportable', 'expirationDate'])(
    'has no field %s, because the value is fixed',
    (field) => {
      expect(problemsIn(withCertificate('Byok', `label: Byok, ${field}: 1`))).toEqual([
        `2:38 error unknown field "${field}" in certificates.Byok; it takes label, caSigned`,
      ]);
    },
  );

  it('has a unique and valid name', () => {
    expect(problemsIn('version: 1\ncertificates: { Byok: { label: a }, byok: { label: b } }')).toEqual([
      '2:37 error "byok" and "Byok" in certificates are the same name to Salesforce; keep one',
    ]);
    expect(problemsIn(withCertificate('my-cert', 'label: a'))[0]).toContain('is not a developer name');
  });

  it('is never deleted', () => {
    expect(problemsIn('version: 1\nremoved: { certificates: [Byok] }')).toEqual([
      `2:12 error unknown field "certificates" in removed; it takes ${deletable}`,
    ]);
  });
});

describe('encryption key settings', () => {
  const withSettings = (settings: string) => `version: 1\nencryptionKeySettings: { ${settings} }`;

  it('detect replays only of cache-only keys', () => {
    expect(problemsIn(withSettings('enableCacheOnlyKeys: true, enableReplayDetection: true'))).toEqual([]);
    const message =
      '2:49 error "enableReplayDetection" in encryptionKeySettings needs enableCacheOnlyKeys; add enableCacheOnlyKeys: true';
    expect(problemsIn(withSettings('enableReplayDetection: true'))).toEqual([message]);
    expect(problemsIn(withSettings('enableReplayDetection: true, enableCacheOnlyKeys: false'))).toEqual([
      message,
    ]);
    expect(problemsIn(withSettings('enableReplayDetection: false'))).toEqual([]);
  });

  it('are spelt as in the Metadata API', () => {
    expect(problemsIn(withSettings('enableCacheOnlyKey: true'))).toEqual([
      '2:26 error unknown field "enableCacheOnlyKey" in encryptionKeySettings; did you mean "enableCacheOnlyKeys"?',
    ]);
  });

  it('need an API version that has them', () => {
    const text = withSettings('canExternalKeyManagement: true');
    expect(problemsIn(text, { apiVersion: '64.0' })).toEqual([]);
    expect(problemsIn(text, { apiVersion: '63.0' })).toEqual([
      '2:26 error "canExternalKeyManagement" in encryptionKeySettings needs API version 64.0; this config has 63.0: raise apiVersion, or remove it',
    ]);
  });
});
