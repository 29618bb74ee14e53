import { describe, expect, it } from '@jest/globals';
import { parseReferences, resolveReferences } from '../../src/config/references.ts';
import { configOf, problemsIn, type Reading } from './reading.ts';

const withDescription = (text: string) =>
  `version: 1\npermissionSets:\n  Access: { label: a, description: ${JSON.stringify(text)} }\n`;
const description = (text: string, reading: Reading = {}) =>
  configOf(withDescription(text), undefined, reading).permissionSets?.Access?.description;
const problem = (text: string, reading: Reading = {}) =>
  problemsIn(withDescription(text), reading).map((line) =>
    line.replace('3:36 error "description" in permissionSets.Access ', ''),
  );

describe('a reference', () => {
  it.each([
    ['${env:REGION}', 'eu'],
    ['in ${env:REGION} and ${env:EMPTY}!', 'in eu and !'],
    ['${env:NONE:-default: $1 {x}', 'default: $1 {x'],
    ['${env:NONE:-}', ''],
    ['${env:EMPTY:-full}', 'full'],
    ['${env:REGION:-other}', 'eu'],
    ['${file:tenant.txt}', 'acme\nplc'],
    ['$${env:REGION}', '${env:REGION}'],
    ['$$${env:REGION}', '$${env:REGION}'],
    ['a $ b {c} $REGION', 'a $ b {c} $REGION'],
    ['{!$Credential.Kms.Key}', '{!$Credential.Kms.Key}'],
  ])('is replaced by its value: %s', (text, value) => {
    const reading = { env: { REGION: 'eu', EMPTY: '' }, files: { 'tenant.txt': 'acme\nplc\r\n' } };
    expect(description(text, reading)).toBe(value);
  });

  it.each([
    ['${env:NONE}', 'has ${env:NONE}, but the environment variable NONE is not set'],
    ['${env:constructor}', 'has ${env:constructor}, but the environment variable constructor is not set'],
    ['${file:none.txt}', "has ${file:none.txt}, but the file doesn't exist"],
    ['${env:REGION', 'has ${ without a closing }; write $${ for a literal ${'],
    ['${env:}', 'has a reference without an environment variable; write ${env:NAME} or ${env:NAME:-default}'],
    [
      '${env:a-b}',
      'has a reference without an environment variable; write ${env:NAME} or ${env:NAME:-default}',
    ],
    ['${file:}', 'has a reference without a file; write ${file:path}'],
    [
      '${REGION}',
      "has ${…}, which isn't a reference; write ${env:NAME} or ${file:path}, or $${ for a literal ${",
    ],
    [
      '${envv:REGION}',
      'has ${…}, which isn\'t a reference; write ${env:NAME} or ${file:path}, or $${ for a literal ${; did you mean "env"?',
    ],
    ['${env:A:-${env:B}}', 'has a reference inside a reference, but a default must be plain text'],
    ['${local:keyService}', 'has ${local:keyService}, which needs an environment with targetOrg: local'],
    [
      '${local:password}',
      'has an unknown ${local:…}; local has keyService, tokenUrl, clientId, clientSecret',
    ],
  ])("is refused if it can't be resolved: %s", (text, words) => {
    expect(problem(text)).toEqual([words]);
  });

  it('is reported once, without follow-up errors for the unresolved text', () => {
    const text = `version: 1
externalCredentials: { Kms: { label: Kms, authentication: { protocol: Basic } } }
namedCredentials: { Keys: { label: Keys, url: "\${env:URL}", externalCredential: "\${env:KMS", calloutStatus: "\${env:S}" } }
`;
    expect(problemsIn(text)).toEqual([
      '3:47 error "url" in namedCredentials.Keys has ${env:URL}, but the environment variable URL is not set',
      '3:81 error "externalCredential" in namedCredentials.Keys has ${ without a closing }; write $${ for a literal ${',
      '3:109 error "calloutStatus" in namedCredentials.Keys has ${env:S}, but the environment variable S is not set',
    ]);
  });

  it('is only allowed in values', () => {
    expect(
      problemsIn('version: 1\npermissionSets: { "${env:NAME}": { label: a } }', { env: { NAME: 'A' } }),
    ).toEqual([
      '2:19 error the name "${env:NAME}" in permissionSets has a reference, but only values can be references',
    ]);
  });
});

describe('a value from a reference', () => {
  it.each(['${env:OTHER}', '$${x', 'a: [b]\n- c', '!!js/function', '"quoted"', '${', '$&', '&amp;', ' x '])(
    "isn't searched for references: %j",
    (value) => {
      expect(description('<${env:X}>', { env: { X: value, OTHER: 'no' } })).toBe(`<${value}>`);
      expect(description('${file:x}', { files: { x: value } })).toBe(value);
    },
  );

  it.each([
    ['a\u0000b', "has the character U+0000, which XML can't contain; remove it (from ${env:X})"],
    ['a\rb', "has the character U+000D, which XML can't contain; remove it (from ${env:X})"],
    ['\uD800', "has the character U+D800, which XML can't contain; remove it (from ${env:X})"],
    ['x'.repeat(1001), 'has 1001 characters; Salesforce takes at most 1000 (from ${env:X})'],
  ])('is checked like any other', (value, words) => {
    expect(problem('${env:X}', { env: { X: value } })).toEqual([words]);
  });

  it("isn't repeated in messages, which name the reference", () => {
    const text = `version: 1
externalCredentials: { Kms: { label: Kms, authentication: { protocol: "\${env:X}" } } }
permissionSets: { Access: { label: a, userExternalCredentials: "\${env:X}", assignTo: ["\${env:X}"] } }
`;
    expect(problemsIn(text, { env: { X: 'hunter2' } })).toEqual([
      '2:71 error "protocol" in externalCredentials.Kms.authentication is the value of ${env:X}; it takes Oauth, Jwt, AwsSv4, Basic or Custom',
      '3:64 error "userExternalCredentials" in permissionSets.Access is the value of ${env:X}; it takes none, read, readAll, readWrite or modifyAll',
      "3:87 error item 1 of permissionSets.Access.assignTo isn't autoproc or a username such as integration@acme.example (from ${env:X})",
    ]);
  });

  it('can be the name of a component elsewhere in the file', () => {
    const text = `version: 1
externalCredentials: { Kms: { label: Kms, authentication: { protocol: Basic } } }
namedCredentials: { Keys: { label: Keys, url: "https://\${env:HOST}/v1", externalCredential: "\${env:KMS}" } }
`;
    expect(
      configOf(text, undefined, { env: { HOST: 'kms.example', KMS: 'Kms' } }).namedCredentials?.Keys,
    ).toMatchObject({
      url: 'https://kms.example/v1',
      externalCredential: 'Kms',
    });
    expect(problemsIn(text, { env: { HOST: 'kms.example', KMS: 'Kmss' } })).toEqual([
      '3:93 error "externalCredential" in namedCredentials.Keys is "Kmss", which is not in externalCredentials; did you mean "Kms"? (from ${env:KMS})',
    ]);
  });
});

describe('references to the key service beside the embedded org', () => {
  const local = {
    keyService: 'http://127.0.0.1:1/k',
    tokenUrl: 'http://127.0.0.1:1/t',
    clientId: 'i',
    clientSecret: 's',
  };
  const text = `version: 1
externalCredentials: { Kms: { label: Kms, authentication: { protocol: Basic } } }
namedCredentials: { Keys: { label: Keys, url: https://kms.example, externalCredential: Kms } }
environments:
  local: { targetOrg: local, namedCredentials: { Keys: { url: "\${local:keyService}" } } }
`;

  it('have values if the org is the embedded one', () => {
    const document = (sourcesLocal: boolean) =>
      resolveReferences('${local:keyService}', {
        env: {},
        readFile: () => '',
        ...(sourcesLocal ? { local } : {}),
      });
    expect(document(true)).toEqual({ ok: true, value: 'http://127.0.0.1:1/k' });
    expect(document(false)).toMatchObject({ ok: false });
  });

  it('report it if no embedded org runs', () => {
    expect(problemsIn(text)).toEqual([
      '5:63 error "url" in namedCredentials.Keys has ${local:keyService}, which has a value only while the embedded org runs (environment local)',
    ]);
  });

  it('are refused in any other environment, also for secrets', () => {
    const secret = `version: 1
externalCredentials:
  Kms:
    label: Kms
    authentication: { protocol: Basic }
    principals: { P: { type: NamedPrincipal, credentials: { password: "\${local:clientSecret}", username: u } } }
`;
    expect(problemsIn(text.replace('targetOrg: local', 'targetOrg: uat'))).toEqual([
      '5:61 error "url" in namedCredentials.Keys has ${local:keyService}, which needs an environment with targetOrg: local (environment local)',
    ]);
    expect(problemsIn(secret)).toEqual([
      '6:71 error "password" in externalCredentials.Kms.principals.P.credentials has ${local:clientSecret}, which needs an environment with targetOrg: local',
    ]);
  });
});

describe('the parts of a text', () => {
  it('give the text when joined', () => {
    const { parts } = parseReferences('a$${b}${env:X:-d}c${file:p}$');
    expect(parts).toEqual([
      'a',
      '${',
      'b}',
      { source: 'env', name: 'X', fallback: 'd', text: '${env:X:-d}' },
      'c',
      { source: 'file', name: 'p', text: '${file:p}' },
      '$',
    ]);
  });
});
