import { describe, expect, it } from '@jest/globals';
import { problemsIn, sectionNames, withAuthentication, withNamedCredential } from './reading.ts';

const kms = 'externalCredentials: { Kms: { label: Kms, authentication: { protocol: Basic } } }';

describe('the top of a file', () => {
  it('needs only a version', () => {
    expect(problemsIn('version: 1')).toEqual([]);
    expect(problemsIn('removed: {}')).toEqual(['1:1 error "version" is missing']);
    expect(problemsIn('version: 2')).toEqual(['1:10 error "version" must be 1, not the number 2']);
    expect(problemsIn('version: "1"')).toEqual(['1:10 error "version" must be 1, not "1"']);
  });

  it('refuses an unknown key, with the most similar known one', () => {
    expect(problemsIn('version: 1\nenviroments: {}')).toEqual([
      '2:1 error unknown field "enviroments"; did you mean "environments"?',
    ]);
  });

  it('lists its keys if none is similar', () => {
    expect(problemsIn('version: 1\ncolour: red')).toEqual([
      `2:1 error unknown field "colour"; it takes version, apiVersion, ${sectionNames}, removed, environments`,
    ]);
  });

  it('reports all problems at once, ordered by place', () => {
    expect(
      problemsIn(`version: 2
namedCredentials: []
permissionSets:
  Access: { lable: x }
`),
    ).toEqual([
      '1:10 error "version" must be 1, not the number 2',
      '2:1 error "namedCredentials" must be a map, not a list',
      '4:3 error "label" in permissionSets.Access is missing',
      '4:13 error unknown field "lable" in permissionSets.Access; did you mean "label"?',
    ]);
  });
});

describe('a missing field', () => {
  it.each([
    [
      `version: 1\n${kms}\nnamedCredentials:\n  Keys: { label: Keys, externalCredential: Kms }`,
      '4:3 error "url" in namedCredentials.Keys is missing',
    ],
    [
      'version: 1\nexternalCredentials:\n  Kms: { label: Kms }',
      '3:3 error "authentication" in externalCredentials.Kms is missing',
    ],
    [
      withAuthentication('variant: JwtBearer'),
      '5:5 error "protocol" in externalCredentials.Kms.authentication is missing; use Oauth, Jwt, AwsSv4, Basic or Custom',
    ],
    [
      withAuthentication('protocol: Basic', 'P: {}'),
      '6:18 error "type" in externalCredentials.Kms.principals.P is missing',
    ],
  ])('is reported at the key that lacks it', (text, problem) => {
    expect(problemsIn(text)).toEqual([problem]);
  });
});

it('a misspelled protocol is reported as an unknown field, at its own place', () => {
  const [problem, ...others] = problemsIn(withAuthentication('protocl: Basic'));
  expect(problem).toMatch(
    /unknown field "protocl" in externalCredentials\.Kms\.authentication; did you mean "protocol"\?$/,
  );
  expect(others).toEqual([]);
});

describe('a value of the wrong kind', () => {
  it.each([
    ['headers: [a]', '5:97 error "headers" in namedCredentials.Keys must be a map, not a list'],
    ['headers: a', '5:97 error "headers" in namedCredentials.Keys must be a map, not "a"'],
    [
      'description: 42',
      '5:97 error "description" in namedCredentials.Keys must be text, not the number 42; put it in quotes',
    ],
    ['description: yes', undefined],
    [
      'description: true',
      '5:97 error "description" in namedCredentials.Keys must be text, not true; put it in quotes',
    ],
    ['description: ~', '5:97 error "description" in namedCredentials.Keys must be text, not empty'],
    ['description: {}', '5:97 error "description" in namedCredentials.Keys must be text, not a map'],
    [
      'clientCertificate: 1',
      '5:97 error "clientCertificate" in namedCredentials.Keys must be text or a map, not the number 1; put it in quotes',
    ],
    [
      'clientCertificate: []',
      '5:97 error "clientCertificate" in namedCredentials.Keys must be text or a map, not a list',
    ],
    [
      'allowMergeFieldsInBody: "true"',
      '5:97 error "allowMergeFieldsInBody" in namedCredentials.Keys must be true or false, not "true"',
    ],
    [
      'allowedNamespaces: acme',
      '5:97 error "allowedNamespaces" in namedCredentials.Keys must be a list, not "acme"',
    ],
    [
      'calloutStatus: enabled',
      '5:97 error "calloutStatus" in namedCredentials.Keys is "enabled"; it takes Enabled or Disabled; did you mean "Enabled"?',
    ],
    [
      'check: { method: FETCH }',
      '5:97 error "method" in namedCredentials.Keys.check is "FETCH"; it takes GET, HEAD, POST, PUT, PATCH or DELETE; did you mean "PATCH"?',
    ],
    ['check: { expect: 99 }', '5:97 error "expect" in namedCredentials.Keys.check isn\'t an HTTP status'],
    [
      'check: { expect: [] }',
      '5:97 error "expect" in namedCredentials.Keys.check is empty; name a status code',
    ],
    [
      'check: { expect: [200, 20.5] }',
      '5:97 error item 2 of namedCredentials.Keys.check.expect must be a whole number, not the number 20.5',
    ],
    [
      'check: { path: a b }',
      '5:97 error "path" in namedCredentials.Keys.check has white space; encode it, such as %20',
    ],
  ])('is refused with the expected kind: %s', (fields, problem) => {
    const found = problemsIn(withNamedCredential(fields)).map((line) => line.replace(/^5:\d+/, '5:97'));
    expect(found).toEqual(problem === undefined ? [] : [problem]);
  });

  it.each([
    ['.5', 'must be a whole number, not the number 0.5'],
    ['0', 'must be 1 or more'],
    ['-1', 'must be 1 or more'],
    ['.nan', 'must be a whole number, not the number NaN'],
    ['.inf', 'must be a whole number, not the number Infinity'],
    ['2147483648', 'is too large'],
    ['99999999999999999999', 'must be a whole number'],
    ['"1"', 'must be a whole number, not "1"'],
  ])('is refused as a position: %s', (sequence, words) => {
    expect(
      problemsIn(withAuthentication('protocol: Basic', `P: { type: NamedPrincipal, sequence: ${sequence} }`)),
    ).toEqual([expect.stringContaining(`error "sequence" in externalCredentials.Kms.principals.P ${words}`)]);
  });
});

describe('a label', () => {
  it.each([
    ['""', 'is empty; write a value or remove the line'],
    ['" x"', 'begins or ends with white space, which Salesforce removes'],
    ['"a\\nb"', 'has a line break or tab; write it on one line'],
    [`"${'x'.repeat(81)}"`, 'has 81 characters; Salesforce takes at most 80'],
    ['"a\\x01b"', "has the character U+0001, which XML can't contain; remove it"],
    ['"a\\rb"', "has the character U+000D, which XML can't contain; remove it"],
    ['"a\\ud800b"', "has the character U+D800, which XML can't contain; remove it"],
  ])('is refused: %s', (label, words) => {
    const text = `version: 1\npermissionSets:\n  Access: { label: ${label} }`;
    expect(problemsIn(text)).toEqual([`3:20 error "label" in permissionSets.Access ${words}`]);
  });
});

describe('the long form of a value', () => {
  it('has the name, description and position', () => {
    const long = '{ value: keys, name: Scope, description: What for, sequence: 3 }';
    const text = withAuthentication(
      `protocol: Oauth, variant: ClientCredentialsClientSecret, tokenUrl: "https://idp.example", scope: ${long}`,
    );
    expect(problemsIn(text)).toEqual([]);
  });

  it('is checked like the short form', () => {
    expect(
      problemsIn(withAuthentication('protocol: AwsSv4, service: { valu: s3 }, region: { value: 5 }')),
    ).toEqual([
      '5:41 error "value" in externalCredentials.Kms.authentication.service is missing',
      '5:52 error unknown field "valu" in externalCredentials.Kms.authentication.service; did you mean "value"?',
      '5:81 error "value" in externalCredentials.Kms.authentication.region must be text, not the number 5; put it in quotes',
    ]);
  });
});
