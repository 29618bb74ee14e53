import { describe, expect, it } from '@jest/globals';
import { endpointPlaceholder } from '../../../src/config/references.ts';
import { type Config, parseConfig, readConfig } from '../../../src/kinds/config.ts';
import { findAmong, findChain, findInConfig, findInOrder } from '../../../src/kinds/key-path/chain.ts';
import { fetchingPrincipal, grantedToAutoproc } from '../../../src/kinds/key-path/principal.ts';
import { probeTargetOf } from '../../../src/kinds/key-path/probe-target.ts';
import { fromXml } from '../../../src/kinds/metadata.ts';

/** A config with one external credential and one named credential. */
const configOf = (
  authentication: string,
  { principals = 'Main: { type: NamedPrincipal }', named = '', more = '' } = {},
): Config => {
  const text = `version: 1
apiVersion: "66.0"
externalCredentials:
  Ec:
    label: Ec
    authentication: { ${authentication} }
    principals: { ${principals} }
namedCredentials:
  Nc: { label: Nc, url: "https://kms.acme.example/keys", externalCredential: Ec${named} }
${more}`;
  const sources = { env: {}, readFile: () => '' };
  const { config, problems } = readConfig(parseConfig(text, 'keyway.yaml'), undefined, { sources });
  if (!config) throw new Error(JSON.stringify(problems));
  return config;
};

const target = (
  config: Config,
  secrets: Readonly<Record<string, string>> | undefined = undefined,
  {
    namedCredential = 'Nc',
    legacy = {} as Readonly<Record<string, string>>,
    find = findInConfig(config),
  } = {},
) => {
  const chain = findChain(namedCredential, find);
  if (!chain) throw new Error(`no chain of ${namedCredential}`);
  return probeTargetOf(chain, {
    identifier: 'acme-data-1',
    replayDetection: false,
    principal: principalOf(config, chain.externalCredential?.fullName ?? ''),
    secrets: {
      credentials: new Map(secrets ? [['Ec-Main', new Map(Object.entries(secrets))]] : []),
      legacy: new Map([[namedCredential, new Map(Object.entries(legacy))]]),
    },
  });
};

const principalOf = (config: Config, name: string) => {
  const component = findInConfig(config)('ExternalCredential', name);
  return component?.type === 'ExternalCredential'
    ? fetchingPrincipal(component, grantedToAutoproc(config))
    : undefined;
};

const client = { clientId: 'id', clientSecret: 'secret' };
const oauth =
  'protocol: Oauth, variant: ClientCredentialsClientSecret, tokenUrl: "https://idp.acme.example/token"';

describe('how a config signs in', () => {
  it('anonymously, by NoAuthentication', () => {
    const { authentication } = target(configOf('protocol: Custom, variant: NoAuthentication'));
    expect(authentication).toEqual({ kind: 'none' });
  });

  it('by username and password', () => {
    const secrets = { username: 'acme', password: 'word' };
    expect(target(configOf('protocol: Basic'), secrets).authentication).toEqual({
      kind: 'basic',
      ...secrets,
    });
  });

  it('by custom values', () => {
    expect(target(configOf('protocol: Custom'), { ApiKey: 'k' }).authentication).toEqual({
      kind: 'custom',
      externalCredential: 'Ec',
      credentials: { ApiKey: 'k' },
    });
  });

  it('by client credentials, in the body or in a header, with the scope and the statuses that refresh', () => {
    const parameters =
      'parameters: [{ parameterType: AdditionalRefreshStatusCode, parameterName: a, parameterValue: "419" }]';
    expect(target(configOf(`${oauth}, scope: keys.read, ${parameters}`), client).authentication).toEqual({
      kind: 'oauth',
      tokenUrl: 'https://idp.acme.example/token',
      scope: 'keys.read',
      ...client,
      clientIn: 'body',
      refreshOn: [401, 419],
    });
    const basic = configOf(oauth.replace('ClientSecret,', 'ClientSecretBasic,'));
    expect(target(basic, client).authentication).toMatchObject({ clientIn: 'header', scope: undefined });
  });

  it("with a principal's own scope before the external credential's", () => {
    const principals =
      'Main: { type: NamedPrincipal, parameters: [{ parameterType: AuthParameter, parameterName: Scope, parameterValue: own }] }';
    const config = configOf(`${oauth}, scope: all`, { principals });
    expect(target(config, client).authentication).toMatchObject({ scope: 'own' });
  });

  it('by AWS keys, in short or long form', () => {
    const config = configOf(
      'protocol: AwsSv4, service: { value: execute-api, description: d }, region: eu-central-1',
    );
    expect(target(config, { awsAccessKeyId: 'AKID', awsSecretAccessKey: 's' }).authentication).toEqual({
      kind: 'aws',
      accessKeyId: 'AKID',
      secretAccessKey: 's',
      region: 'eu-central-1',
      service: 'execute-api',
    });
  });

  const signing = 'signingCertificate: Cert';
  it.each([
    ['protocol: Jwt, signingCertificate: Cert', /Ec signs with the org's certificate/],
    [
      `${oauth.replace('ClientCredentialsClientSecret', 'JwtBearer')}, ${signing}`,
      /signs with the org's certificate/,
    ],
    [`${oauth.replace('ClientSecret', 'JwtAssertion')}, ${signing}`, /signs with the org's certificate/],
    ['protocol: Oauth, authProvider: Idp', /signs in with a browser/],
    ['protocol: AwsSv4, variant: AwsSv4_STS, service: s3, region: eu', /Security Token Service/],
    [
      `protocol: AwsSv4, variant: RolesAnywhere, service: s3, region: eu, ${signing}, trustAnchorArn: a, profileArn: b`,
      /assumes a role with the org's certificate/,
    ],
    ['protocol: Basic', /the principal Ec-Main has no credentials here/],
    [oauth, /the principal Ec-Main has no credentials here/],
  ])("can't from here: %s", (authentication, reason) => {
    expect(target(configOf(authentication)).authentication).toEqual({
      kind: 'unsupported',
      reason: expect.stringMatching(reason),
    });
  });

  it("can't without every part of the secret", () => {
    expect(target(configOf(oauth), { clientId: 'id', clientSecret: '' }).authentication).toEqual({
      kind: 'unsupported',
      reason: 'there is no clientSecret of Ec-Main',
    });
  });

  it("can't as each user", () => {
    const principals = 'Main: { type: PerUserPrincipal }';
    expect(target(configOf('protocol: Basic', { principals })).authentication).toEqual({
      kind: 'unsupported',
      reason: 'the principal Ec-Main is of type PerUserPrincipal',
    });
  });

  it("can't with a certificate of the org, or through a private connection", () => {
    const certificate = configOf('protocol: Basic', { named: ', clientCertificate: Cert' });
    expect(target(certificate, { username: 'a', password: 'b' }).authentication).toEqual({
      kind: 'unsupported',
      reason: 'Nc uses a certificate of the org, whose key never leaves the org',
    });
    const named = ', type: PrivateEndpoint, outboundNetworkConnection: Aws';
    expect(target(configOf('protocol: Basic', { named })).authentication).toEqual({
      kind: 'unsupported',
      reason: 'Nc uses a private connection of the org',
      connect: false,
    });
  });
});

describe('a legacy named credential', () => {
  const legacy = (fields: string) =>
    configOf('protocol: Basic', {
      more: `  Old: { type: Legacy, label: Old, endpoint: "https://old.acme.example/keys", ${fields} }`,
    });
  const old = (fields: string, secrets: Readonly<Record<string, string>> = {}) =>
    target(legacy(fields), undefined, { namedCredential: 'Old', legacy: secrets });

  it('signs in anonymously, or by the password of the config', () => {
    expect(old('protocol: NoAuthentication, principalType: Anonymous')).toMatchObject({
      url: 'https://old.acme.example/keys',
      authentication: { kind: 'none' },
    });
    const fields = 'protocol: Password, principalType: NamedUser, username: acme, password: "${env:WORD}"';
    expect(old(fields, { password: 'word' }).authentication).toEqual({
      kind: 'basic',
      username: 'acme',
      password: 'word',
    });
    expect(old(fields).authentication).toMatchObject({ kind: 'unsupported' });
    expect(old('protocol: Oauth, principalType: NamedUser, authProvider: Idp').authentication).toMatchObject({
      kind: 'unsupported',
      reason: 'Old is a legacy named credential, and only the org has its secret',
    });
  });
});

describe('a call', () => {
  it("has the named credential's headers, then the external credential's, in order", () => {
    const config = configOf('protocol: Custom, headers: { X-C: c, X-A: "{!$Credential.Ec.Key}" }', {
      named: ', headers: { x-b: b, x-a: { value: a } }',
    });
    expect(target(config).headers).toEqual([
      { name: 'x-b', value: 'b' },
      { name: 'x-a', value: 'a' },
      { name: 'X-C', value: 'c' },
      { name: 'X-A', value: '{!$Credential.Ec.Key}' },
    ]);
  });

  it("follows the named credential's settings for calls", () => {
    const named = ', calloutStatus: Disabled, generateAuthorizationHeader: false';
    expect(target(configOf('protocol: Basic', { named }))).toMatchObject({
      blocked: 'callouts of Nc are disabled, so Salesforce makes none',
      authorizationHeader: false,
    });
    expect(target(configOf('protocol: Basic')).blocked).toBeUndefined();
  });
});

describe('a chain', () => {
  it('is looked up in the org before the file, because the org calls what it has', () => {
    const config = configOf('protocol: Basic');
    const inOrg = fromXml(
      'NamedCredential',
      'Nc',
      `<NamedCredential xmlns="http://soap.sforce.com/2006/04/metadata"><label>Nc</label>
      <namedCredentialParameters><parameterName>Url</parameterName><parameterType>Url</parameterType><parameterValue>https://org.acme.example/keys</parameterValue></namedCredentialParameters>
      <namedCredentialParameters><externalCredential>Ec</externalCredential><parameterName>ExternalCredential</parameterName><parameterType>Authentication</parameterType></namedCredentialParameters>
      <namedCredentialType>SecuredEndpoint</namedCredentialType></NamedCredential>`,
    );
    const found = target(
      config,
      { username: 'acme', password: 'word' },
      { find: findInOrder(findAmong([inOrg]), findInConfig(config)) },
    );
    expect(found).toMatchObject({
      url: 'https://org.acme.example/keys',
      authentication: { kind: 'basic', username: 'acme' },
    });
  });

  it("isn't called if its external credential isn't visible", () => {
    const find = findInConfig(configOf('protocol: Basic'));
    const { authentication } = target(configOf('protocol: Basic'), undefined, {
      find: (type, name) => (type === 'NamedCredential' ? find(type, name) : undefined),
    });
    expect(authentication).toEqual({
      kind: 'unsupported',
      reason: "the external credential Ec isn't known here",
    });
  });

  it("isn't called if it leads to CipherTrust's endpoint with an unknown URL", () => {
    const config = configOf('protocol: Basic');
    const named = { ...config.namedCredentials?.Nc, url: endpointPlaceholder } as never;
    expect(
      target({ ...config, namedCredentials: { Nc: named } }, { username: 'a', password: 'b' }).authentication,
    ).toMatchObject({ kind: 'unsupported', connect: false });
  });
});

describe('the principal that keys are fetched as', () => {
  const principals =
    'Late: { type: NamedPrincipal, sequence: 9 }, Main: { type: NamedPrincipal, sequence: 2 }, First: { type: NamedPrincipal, sequence: 1 }';
  const set = (assignTo: string) =>
    `permissionSets: { Ps: { label: Ps, principals: [Ec-Late, Ec-Main], assignTo: [${assignTo}] } }`;

  it('is the first by sequence of those granted to autoproc', () => {
    expect(principalOf(configOf('protocol: Basic', { principals, more: set('autoproc') }), 'Ec')).toBe(
      'Main',
    );
  });

  it('is the first of all if the file grants autoproc none', () => {
    expect(principalOf(configOf('protocol: Basic', { principals, more: set('a@b.example') }), 'Ec')).toBe(
      'First',
    );
  });
});
