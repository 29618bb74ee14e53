import { describe, expect, it } from '@jest/globals';
import { problemsIn, withNamedCredential } from './reading.ts';

describe('a named credential', () => {
  it.each(['SecuredEndpoint', 'PrivateEndpoint'])('of type %s accepts all fields of an endpoint', (type) => {
    const fields = [
      'description: What for',
      'calloutStatus: Disabled',
      'allowMergeFieldsInBody: true',
      'allowMergeFieldsInHeader: true',
      'generateAuthorizationHeader: false',
      'check: { method: GET, path: /health, expect: [200, 204] }',
      'headers: { x-tenant: "42" }',
      'clientCertificate: { value: Client, name: DefaultCert }',
      'allowedNamespaces: [acme, { value: other, name: Allowed1 }]',
      'parameters: [{ parameterType: HttpHeader, parameterName: x, parameterValue: y }]',
      ...(type === 'PrivateEndpoint' ? ['outboundNetworkConnection: Link'] : []),
    ];
    expect(problemsIn(withNamedCredential(fields.join(', '), type))).toEqual([]);
  });

  it('of type PrivateEndpoint needs its connection, and no other type accepts one', () => {
    expect(problemsIn(withNamedCredential('', 'PrivateEndpoint'))).toEqual([
      '5:3 error "outboundNetworkConnection" in namedCredentials.Keys is missing',
    ]);
    expect(problemsIn(withNamedCredential('outboundNetworkConnection: Link'))).toEqual([
      expect.stringMatching(
        'error unknown field "outboundNetworkConnection" in namedCredentials.Keys; it takes type, label, description,',
      ),
    ]);
  });

  it('of type Legacy accepts the fields from before API 56.0', () => {
    const fields =
      'endpoint: "https://a.example", principalType: NamedUser, protocol: Password, username: u, password: "${env:P}", oauthScope: s, jwtValidityPeriodSeconds: 60, awsRegion: x';
    expect(problemsIn(withNamedCredential(fields, 'Legacy'))).toEqual([]);
    expect(problemsIn(withNamedCredential('url: "https://a.example"', 'Legacy'))).toEqual([
      '5:38 error unknown field "url" in namedCredentials.Keys',
    ]);
    expect(problemsIn(withNamedCredential('password: hunter2', 'Legacy'))).toEqual([
      '5:48 error "password" in namedCredentials.Keys is a secret; replace the value by a reference such as ${env:NAME}',
    ]);
  });

  it('has one of three types', () => {
    expect(problemsIn(withNamedCredential('', 'Secured'))).toEqual([
      '5:30 error "type" in namedCredentials.Keys is "Secured"; it takes SecuredEndpoint, PrivateEndpoint or Legacy, or leave it out',
    ]);
  });

  it('refers to an external credential of the file, or of a managed package', () => {
    const other = (name: string) =>
      problemsIn(withNamedCredential('').replace('externalCredential: Kms', `externalCredential: ${name}`));
    expect(other('acme__Kms')).toEqual([]);
    expect(other('Kmss')).toEqual([
      '5:95 error "externalCredential" in namedCredentials.Keys is "Kmss", which is not in externalCredentials; did you mean "Kms"?',
    ]);
    expect(other('constructor')).toEqual([
      '5:95 error "externalCredential" in namedCredentials.Keys is "constructor", which is not in externalCredentials',
    ]);
  });
});

describe('a URL', () => {
  const url = (text: string, more = '') =>
    problemsIn(withNamedCredential('').replace('https://kms.example', text) + more).map((line) =>
      line.replace(/^5:52 error "url" in namedCredentials\.Keys /, ''),
    );
  const local =
    'environments: { local: { targetOrg: local, namedCredentials: { Keys: { url: "http://127.0.0.1:8080/k" } } } }\n';

  it.each(['https://a.example', 'HTTPS://a.example/x?y=1&z=2', 'https://[2001:db8::1]:8443/'])(
    'is accepted unchanged: %s',
    (text) => {
      expect(url(text)).toEqual([]);
    },
  );

  it.each([
    ['kms.example', 'is not a URL; it must begin with https://'],
    ['https:kms.example', 'is not a URL; it must begin with https://'],
    ['https:\\\\\\\\kms.example', 'is not a URL; it must begin with https://'],
    ['https://', 'is not a URL; it must begin with https://'],
    ['https://a b.example', "has white space, which a URL can't have"],
    ['http://kms.example', 'must begin with https://'],
    ['ftp://kms.example', 'must begin with https://'],
    ['https://kms.example/#x', 'has a fragment (#…), which is never sent'],
    ['https://user@kms.example', 'has a user name or password; move them to the credentials of a principal'],
    ['http://localhost:8080', 'is on loopback, which only the embedded org can reach (targetOrg: local)'],
    ['http://127.0.0.1.nip.example', 'must begin with https://'],
  ])('is refused: %s', (text, words) => {
    expect(url(text)).toEqual([words]);
  });

  it('can be http on loopback if the org is the embedded one', () => {
    expect(url('https://kms.example', local)).toEqual([]);
  });

  it.each(['targetOrg: uat', 'targetOrgs: [local, uat]', 'default: true'])(
    "can't be http otherwise: %s",
    (settings) => {
      expect(url('https://kms.example', local.replace('targetOrg: local', settings))).toEqual([
        expect.stringContaining(
          'error "url" in namedCredentials.Keys is on loopback, which only the embedded org can reach (targetOrg: local) (environment local)',
        ),
      ]);
    },
  );
});
