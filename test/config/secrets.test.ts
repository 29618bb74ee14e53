import { describe, expect, it } from '@jest/globals';
import { configOf, problemsIn, withAuthentication, withNamedCredential } from './reading.ts';

const withCredentials = (credentials: string, protocol = 'Basic') =>
  withAuthentication(`protocol: ${protocol}`, `P: { type: NamedPrincipal, credentials: ${credentials} }`);

describe('a secret', () => {
  it('stays a reference: no variable is read', () => {
    const text = withCredentials('{ username: "${env:NONE}", password: "${file:none}" }');
    const env = new Proxy(
      {},
      {
        get: () => {
          throw new Error('read');
        },
        has: () => {
          throw new Error('read');
        },
        getOwnPropertyDescriptor: () => {
          throw new Error('read');
        },
      },
    );
    const config = configOf(text, undefined, { env });
    expect(config.externalCredentials?.Kms?.principals?.P?.credentials).toEqual({
      username: '${env:NONE}',
      password: '${file:none}',
    });
  });

  it('is listed with its place, for the time when it is written', () => {
    const config = configOf(
      withCredentials('{ ApiKey: "${env:KEY}", Tenant: { value: acme, encrypted: false } }', 'Custom'),
    );
    expect([...config.secrets].map(([path, { text, at }]) => [path, text, at.line])).toEqual([
      ['externalCredentials.Kms.principals.P.credentials.ApiKey', '${env:KEY}', 6],
      ['externalCredentials.Kms.principals.P.credentials.Tenant.value', 'acme', 6],
    ]);
  });

  it.each([
    ['Basic', '{ username: u, password: hunter2 }', 'password'],
    ['Basic', '{ username: u, password: "x${env:P}" }', 'password'],
    ['Basic', '{ username: u, password: "$${env:P}" }', 'password'],
    ['Basic', '{ username: u, password: { value: hunter2 } }', 'password'],
    ['Basic', '{ username: u, password: "" }', 'password'],
    ['Custom', '{ ApiKey: hunter2 }', 'ApiKey'],
    ['Custom', '{ ApiKey: { value: hunter2 } }', 'ApiKey'],
    ['Custom', '{ ApiKey: { value: hunter2, encrypted: true } }', 'ApiKey'],
  ])('of %s is never literal: %s', (protocol, credentials, name) => {
    expect(problemsIn(withCredentials(credentials, protocol))).toEqual([
      expect.stringMatching(
        `^6:\\d+ error "${name}" in externalCredentials.Kms.principals.P.credentials is a secret; replace the value by a reference such as \\$\\{env:NAME\\}$`,
      ),
    ]);
  });

  it('can be literal if the org stores it in clear text', () => {
    expect(problemsIn(withCredentials('{ username: integration, password: "${env:P}" }'))).toEqual([]);
    expect(problemsIn(withCredentials('{ Tenant: { value: acme, encrypted: false } }', 'Custom'))).toEqual(
      [],
    );
  });

  it.each([
    withCredentials('hunter2'),
    withCredentials('[hunter2]'),
    withCredentials('{ password: 31337 }'),
    withCredentials('{ password: { value: 31337 } }'),
    withCredentials('{ password: "${hunter2}" }'),
    withCredentials('{ password: "${env:hunter2 31337}" }'),
    withNamedCredential('password: 31337', 'Legacy'),
    withNamedCredential('password: hunter2', 'Legacy'),
    withNamedCredential('password: { value: hunter2 }', 'Legacy'),
    withNamedCredential('awsAccessSecret: "${hunter2"', 'Legacy'),
  ])("doesn't appear in messages if it is malformed", (text) => {
    const problems = problemsIn(text);
    expect(problems).not.toEqual([]);
    expect(problems.join()).not.toMatch(/hunter2|31337/);
  });
});

describe('a value that looks like a secret', () => {
  const stripe = ['sk', 'live', 'A'.repeat(24)].join('_');
  it.each([
    ['AKIA', `AKIA${'A1B2'.repeat(4)}`],
    ['GitHub', `ghp_${'a1B2'.repeat(9)}`],
    ['Stripe', stripe],
    ['JWT', `eyJ${'hbGci'.repeat(4)}.eyJ${'zdWIi'.repeat(4)}.sig`],
    ['session', `00D000000000001!${'AQ.x'.repeat(8)}`],
    ['bearer', `Bearer ${'abcdef'.repeat(4)}`],
    ['key', '-----BEGIN RSA PRIVATE KEY-----'],
  ])("elsewhere gives a warning, which doesn't repeat it: %s", (_name, value) => {
    const text = withNamedCredential(`headers: { X-Key: ${JSON.stringify(value)} }`);
    const problems = problemsIn(text);
    expect(problems).toEqual([
      expect.stringMatching(
        /^5:\d+ warning "X-Key" in namedCredentials\.Keys\.headers looks like a secret; if it is one, replace it by a reference$/,
      ),
    ]);
    expect(configOf(text).namedCredentials?.Keys).toBeDefined();
  });

  it.each([
    '{!$Credential.Kms.ApiKey}',
    'Bearer {!$Credential.Kms.Token}',
    '${env:X}',
    'sk-short',
    'https://a.example:8443/x@y',
  ])("isn't reported if it only resembles one: %s", (value) => {
    expect(
      problemsIn(withNamedCredential(`headers: { X-Key: ${JSON.stringify(value)} }`), { env: { X: stripe } }),
    ).toEqual([]);
  });
});

describe('a header with a secret-like name', () => {
  const header = (name: string, value: string) =>
    problemsIn(withAuthentication(`protocol: Custom, headers: { "${name}": ${value} }`), {
      env: { X: 'x' },
    });

  it.each([
    'client_secret',
    'X-Api-Key',
    'x-rapidapi-key',
    'Authorization',
    'Ocp-Apim-Subscription-Key',
    'X-Auth-Token',
    'Cookie',
  ])('%s gives a warning for a literal value', (name) => {
    expect(header(name, 'abc')).toEqual([
      expect.stringContaining(
        ` warning "${name}" in externalCredentials.Kms.authentication.headers is named like a secret; if it is one, replace it by a reference, otherwise write { value: …, secret: false }`,
      ),
    ]);
    expect(header(name, '{ value: abc, description: d }')).toHaveLength(1);
  });

  it.each([
    ['a formula', '"{!$Credential.Kms.Key}"'],
    ['a formula in it', '"Bearer {!$Credential.Kms.Key}"'],
    ['a reference', '"${env:X}"'],
    ['a reference in it', '"Bearer ${env:X}"'],
    ['nothing', '""'],
    ['what the file calls no secret', '{ value: abc, secret: false }'],
  ])('can contain %s', (_what, value) => expect(header('X-Api-Key', value)).toEqual([]));

  it('is checked in a named credential too, and nowhere else', () => {
    expect(problemsIn(withNamedCredential('headers: { X-Api-Key: abc }'))).toEqual([
      expect.stringContaining('"X-Api-Key" in namedCredentials.Keys.headers is named like a secret'),
    ]);
    for (const name of ['X-Tenant', 'client_id', 'X-Token-Type', 'Accept'])
      expect(header(name, 'abc')).toEqual([]);
  });

  const raw = (name: string, value: string, more = '', type = 'AuthHeader') =>
    problemsIn(
      withAuthentication(
        `protocol: Custom, parameters: [{ parameterType: ${type}, parameterName: ${name}, parameterValue: ${value}, sequenceNumber: 1${more} }]`,
      ),
      { env: { X: 'x' } },
    );

  it('gives a warning as a raw parameter too', () => {
    expect(raw('X-Api-Key', 'abc')).toEqual([
      expect.stringContaining(
        ' warning "X-Api-Key" in externalCredentials.Kms.authentication.parameters is named like a secret; if it is one, replace it by a reference, otherwise write secret: false beside it',
      ),
    ]);
    expect(raw('client_secret', 'abc', '', 'AuthParameter')).toHaveLength(1);
    expect(raw('X-Api-Key', 'abc', ', secret: false')).toEqual([]);
    for (const value of ['"{!$Credential.Kms.Key}"', '"${env:X}"', '""'])
      expect(raw('X-Api-Key', value)).toEqual([]);
    expect(raw('X-Tenant', 'abc')).toEqual([]);
  });

  it("can't be marked as not secret without a value", () => {
    expect(header('X-Api-Key', '{ value: abc, secret: true }')).toContainEqual(
      expect.stringContaining('error "secret"'),
    );
  });
});
