import { describe, expect, it } from '@jest/globals';
import { configOf, problemsIn, withAuthentication } from './reading.ts';

const fields: Readonly<Record<string, string>> = {
  authProvider: 'Google',
  externalAuthIdentityProvider: 'Okta',
  scope: 'keys.read',
  tokenUrl: 'https://idp.example/token',
  signingCertificate: 'Signer',
  claims: '{ header: { alg: RS256 }, body: { iss: me } }',
  service: 's3',
  region: 'eu-central-1',
  accountId: '"123456789012"',
  externalId: 'x',
  durationSeconds: '"3600"',
  stsUrl: 'https://sts.amazonaws.com',
  trustAnchorArn: 'arn:aws:rolesanywhere:x',
  profileArn: 'arn:aws:rolesanywhere:y',
  headers: '{ X-Tenant: "42" }',
  parameters: '[{ parameterType: AuthParameter, parameterName: Any, parameterValue: x }]',
};

const aws = ['service', 'region'];
const sts = ['accountId', 'externalId', 'durationSeconds', 'stsUrl'];

/** What each protocol and variant requires, and what else it accepts. */
const protocols: readonly [string, readonly string[], readonly string[]][] = [
  ['Oauth', ['authProvider'], ['scope']],
  ['Oauth', ['externalAuthIdentityProvider'], ['scope']],
  ['Oauth, variant: ClientCredentialsClientSecret', ['tokenUrl'], ['scope']],
  ['Oauth, variant: ClientCredentialsClientSecretBasic', ['tokenUrl'], ['scope']],
  ['Oauth, variant: ClientCredentialsJwtAssertion', ['tokenUrl', 'signingCertificate'], ['scope', 'claims']],
  ['Oauth, variant: JwtBearer', ['tokenUrl', 'signingCertificate'], ['scope', 'claims']],
  ['Jwt', ['signingCertificate'], ['claims']],
  ['AwsSv4', aws, ['accountId']],
  ['AwsSv4, variant: AwsSv4_STS', aws, sts],
  [
    'AwsSv4, variant: RolesAnywhere',
    [...aws, 'signingCertificate'],
    [...sts, 'trustAnchorArn', 'profileArn'],
  ],
  ['Basic', [], []],
  ['Custom', [], []],
  ['Custom, variant: NoAuthentication', [], []],
];

const everywhere = ['headers', 'parameters'];

function written(protocol: string, names: readonly string[]): string {
  return withAuthentication(
    [`protocol: ${protocol}`, ...names.map((name) => `${name}: ${fields[name]}`)].join(', '),
  );
}

describe.each(protocols)('the protocol %s', (protocol, needed, more) => {
  it('accepts what it needs', () => {
    expect(problemsIn(written(protocol, needed))).toEqual([]);
  });

  it('accepts all its fields', () => {
    expect(problemsIn(written(protocol, [...needed, ...more, ...everywhere]))).toEqual([]);
  });

  it('is incomplete without any of them', () => {
    for (const missing of needed) expectMissing(missing);
  });

  const expectMissing = (missing: string) => {
    const rest = needed.filter((name) => name !== missing);
    const [problem, ...others] = problemsIn(written(protocol, rest));
    expect(others).toEqual([]);
    expect(problem).toMatch(
      /^5:5 error "authentication" in .* needs authProvider or externalAuth|^5:5 error ".*" in externalCredentials\.Kms\.authentication is missing$/,
    );
  };

  it('refuses the fields of other protocols, each by name', () => {
    const own = [...needed, ...more, ...everywhere, 'authProvider', 'externalAuthIdentityProvider'];
    for (const name of Object.keys(fields).filter((field) => !own.includes(field))) {
      const problems = problemsIn(written(protocol, [...needed, name]));
      expect(problems).toEqual([
        expect.stringMatching(
          `^5:\\d+ error unknown field "${name}" in externalCredentials.Kms.authentication; `,
        ),
      ]);
    }
  });
});

describe('an authentication', () => {
  it('lists the fields of its protocol and variant', () => {
    expect(problemsIn(written('AwsSv4', [...aws, 'trustAnchorArn']))).toEqual([
      '5:76 error unknown field "trustAnchorArn" in externalCredentials.Kms.authentication; AwsSv4 without a variant takes service, region, accountId, headers, parameters',
    ]);
    expect(problemsIn(withAuthentication('protocol: Basic, variant: Any'))).toEqual([
      '5:40 error unknown field "variant" in externalCredentials.Kms.authentication; Basic takes headers, parameters',
    ]);
  });

  it.each([
    ['OAuth', ' is "OAuth"; it takes Oauth, Jwt, AwsSv4, Basic or Custom; did you mean "Oauth"?'],
    ['Password', ' is "Password"; it takes Oauth, Jwt, AwsSv4, Basic or Custom'],
    ['5', ' is the number 5; it takes Oauth, Jwt, AwsSv4, Basic or Custom'],
  ])('refuses the protocol %s', (protocol, words) => {
    expect(problemsIn(withAuthentication(`protocol: ${protocol}`))).toEqual([
      `5:33 error "protocol" in externalCredentials.Kms.authentication${words}`,
    ]);
  });

  it('has the variants of its protocol', () => {
    expect(problemsIn(withAuthentication('protocol: Oauth, variant: ClientCredentials'))).toEqual([
      '5:49 error "variant" in externalCredentials.Kms.authentication is "ClientCredentials"; it takes ClientCredentialsClientSecret, ClientCredentialsClientSecretBasic, ClientCredentialsJwtAssertion or JwtBearer, or leave it out',
    ]);
  });

  it('accepts one of the two providers if Oauth has no variant', () => {
    expect(problemsIn(withAuthentication('protocol: Oauth'))).toEqual([
      '5:5 error "authentication" in externalCredentials.Kms needs authProvider or externalAuthIdentityProvider, or a variant such as ClientCredentialsClientSecret',
    ]);
    expect(
      problemsIn(withAuthentication('protocol: Oauth, authProvider: A, externalAuthIdentityProvider: B')),
    ).toEqual([
      '5:5 error "authentication" in externalCredentials.Kms has both authProvider and externalAuthIdentityProvider; keep one',
    ]);
  });

  it('has an audience that is a text, JSON, or a formula', () => {
    const jwt = (aud: string) =>
      problemsIn(
        withAuthentication(`protocol: Jwt, signingCertificate: C, claims: { body: { aud: ${aud} } }`),
      );
    expect(jwt('https://login.example')).toEqual([]);
    expect(jwt(`'"https://login.example"'`)).toEqual([]);
    expect(jwt(`'["a", "b"]'`)).toEqual([]);
    expect(jwt('"{!$User.Id}"')).toEqual([]);
    for (const wrong of [`'["a", '`, `'"a'`, `'[1]'`, `'{"a": 1}'`])
      expect(jwt(wrong)).toEqual([
        `5:84 error "aud" in externalCredentials.Kms.authentication.claims.body isn't JSON; write text such as https://login.example.com, or a list such as '["https://a.example", "https://b.example"]'`,
      ]);
  });

  it('accepts raw parameters, except those that have a field', () => {
    expect(
      problemsIn(
        withAuthentication(
          'protocol: Basic, parameters: [{ parameterType: NamedPrincipal, parameterName: P }]',
        ),
      ),
    ).toEqual([
      '5:70 error "parameterType" in item 1 of externalCredentials.Kms.authentication.parameters is "NamedPrincipal"; it takes AdditionalRefreshStatusCode, AuthHeader, AuthParameter, AuthProvider, AuthProviderUrl, AuthProviderUrlQueryParameter, ExternalAuthIdentityProvider, JwtBodyClaim, JwtHeaderClaim or SigningCertificate',
    ]);
  });
});

describe('headers', () => {
  const headers = (text: string) => problemsIn(withAuthentication(`protocol: Custom, headers: { ${text} }`));

  it('have valid HTTP names', () => {
    expect(headers('"a b": x')).toEqual([
      '5:52 error the name "a b" in externalCredentials.Kms.authentication.headers is not a name of an HTTP header',
    ]);
  });

  it('are unique, ignoring case', () => {
    expect(headers('X-Key: a, x-key: b')).toEqual([
      '5:62 error "x-key" and "X-Key" in externalCredentials.Kms.authentication.headers are the same HTTP header; keep one',
    ]);
  });

  it('contain no line break, except in formulas', () => {
    expect(headers('X-Key: "a\\nb"')).toEqual([
      '5:59 error "X-Key" in externalCredentials.Kms.authentication.headers has a line break, which no header can; write it on one line',
    ]);
    expect(headers('X-Key: "{!IF(\\n$User.Id)}"')).toEqual([]);
  });

  it('keep their order', () => {
    const text = withAuthentication('protocol: Custom, headers: { z: "1", a: "2", m: "3" }');
    const { authentication } = configOf(text).externalCredentials?.Kms ?? {};
    expect(Object.keys(authentication?.headers ?? {})).toEqual(['z', 'a', 'm']);
  });

  it('need an explicit position if their names are numbers, because JavaScript reorders those', () => {
    expect(headers('z: a, 1: b')).toEqual([
      '5:58 error "1" in externalCredentials.Kms.authentication.headers needs "sequence", because names that are numbers have no fixed order',
    ]);
    expect(headers('z: a, 1: { value: b, sequence: 2 }')).toEqual([]);
    expect(headers('1: b')).toEqual([]);
  });
});

describe('principals', () => {
  it.each(['Key Service', 'key-service', 'a - b', '日本', 'constructor', 'x.y', '$1'])(
    'can have any name: %s',
    (name) => {
      const text = withAuthentication('protocol: Basic', `"${name}": { type: NamedPrincipal }`);
      expect(Object.keys(configOf(text).externalCredentials?.Kms?.principals ?? {})).toEqual([name]);
    },
  );

  it.each([
    ['" a"', 'begins or ends with white space, which Salesforce removes'],
    ['""', 'is empty; write a value or remove the line'],
    ['"a\\nb"', 'has a line break or tab; write it on one line'],
  ])('are refused with the name %s', (name, words) => {
    expect(problemsIn(withAuthentication('protocol: Basic', `${name}: { type: NamedPrincipal }`))).toEqual([
      expect.stringMatching(
        new RegExp(`^6:18 error the name ".*" in externalCredentials.Kms.principals ${words}$`, 's'),
      ),
    ]);
  });

  it.each(['NamedPrincipal', 'PerUserPrincipal'])('have the type %s', (type) => {
    expect(problemsIn(withAuthentication('protocol: Basic', `P: { type: ${type} }`))).toEqual([]);
  });

  it('have the type AwsStsPrincipal, and that name, only in AwsSv4_STS', () => {
    const sv4 = 'protocol: AwsSv4, service: s3, region: x';
    const principal = 'AwsStsPrincipal: { type: AwsStsPrincipal }';
    expect(problemsIn(withAuthentication(`${sv4}, variant: AwsSv4_STS`, principal))).toEqual([]);
    expect(problemsIn(withAuthentication(sv4, principal))).toEqual([
      '6:43 error "type" in externalCredentials.Kms.principals.AwsStsPrincipal is AwsStsPrincipal, which needs the variant AwsSv4_STS',
    ]);
    expect(
      problemsIn(withAuthentication(`${sv4}, variant: AwsSv4_STS`, 'P: { type: AwsStsPrincipal }')),
    ).toEqual(['6:18 error the principal "P" of type AwsStsPrincipal must be named AwsStsPrincipal']);
  });

  it('can have a group other than their name, and a scope', () => {
    const principal = 'P: { type: NamedPrincipal, group: DefaultGroup, scope: keys.read }';
    expect(problemsIn(withAuthentication('protocol: Oauth, authProvider: A', principal))).toEqual([]);
  });

  const secret = '"${env:X}"';
  it.each([
    ['Basic', ['username', 'password']],
    ['AwsSv4, service: s3, region: x', ['awsAccessKeyId', 'awsSecretAccessKey']],
    ['AwsSv4, variant: AwsSv4_STS, service: s3, region: x', ['awsRoleArn']],
    [
      'Oauth, variant: ClientCredentialsClientSecret, tokenUrl: "https://a.example"',
      ['clientId', 'clientSecret'],
    ],
    [
      'Oauth, variant: ClientCredentialsJwtAssertion, tokenUrl: "https://a.example", signingCertificate: C',
      ['clientId'],
    ],
  ])('authenticate by %s with its credentials', (protocol, keys) => {
    const principal = (names: readonly string[]) =>
      withAuthentication(
        `protocol: ${protocol}`,
        `P: { type: NamedPrincipal, credentials: { ${names.map((key) => `${key}: ${secret}`).join(', ')} } }`,
      );
    expect(problemsIn(principal(keys))).toEqual([]);
    expect(problemsIn(principal([...keys, 'other']))).toEqual([
      expect.stringMatching(
        `error unknown credential "other" in externalCredentials.Kms.principals.P.credentials; .* takes ${keys.join(', ')}$`,
      ),
    ]);
  });

  it('authenticate by Custom with credentials of any name', () => {
    const principal =
      'P: { type: NamedPrincipal, credentials: { "Api Key": "${env:X}", b: { value: x, encrypted: false } } }';
    expect(problemsIn(withAuthentication('protocol: Custom', principal))).toEqual([]);
  });

  it('set encryption only for Custom', () => {
    const principal =
      'P: { type: NamedPrincipal, credentials: { username: u, password: { value: "${env:X}", encrypted: true } } }';
    expect(problemsIn(withAuthentication('protocol: Basic', principal))).toEqual([
      '6:104 error "encrypted" in externalCredentials.Kms.principals.P.credentials.password is only for the protocol Custom; Basic defines what is encrypted',
    ]);
  });
});

describe('an identity provider', () => {
  const oauth = (field: string) => problemsIn(withAuthentication(`protocol: Oauth, ${field}`));

  it("can be plain text that isn't a developer name", () => {
    expect(oauth('externalAuthIdentityProvider: { parameterValue: sfdc.Idp }')).toEqual([]);
    expect(oauth('externalAuthIdentityProvider: sfdc.Idp')).toEqual([
      expect.stringContaining('is not a developer name'),
    ]);
  });
});

describe('a token endpoint without https://', () => {
  const token = (url: string) =>
    problemsIn(
      withAuthentication(`protocol: Oauth, variant: ClientCredentialsClientSecret, tokenUrl: "${url}"`),
    );

  it('gives a warning if it is still a host', () => {
    expect(token('idp.example.com/oauth/token')).toEqual([
      expect.stringMatching(/ warning "tokenUrl" in .* has no https:\/\/; Salesforce doesn't document/),
    ]);
  });

  it.each([
    'token',
    'http://idp.example.com',
    '//idp.example.com',
    'idp.example.com/ x',
    'user@idp.example.com',
  ])('is an error if it is %s', (url) =>
    expect(token(url)).toEqual([expect.stringMatching(/ error "tokenUrl" /)]),
  );
});
