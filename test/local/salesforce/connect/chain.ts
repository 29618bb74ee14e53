import type { LocalOrgOptions } from '../../../../src/local/salesforce/index.ts';
import { type Answer, type Client, startOrg } from '../client.ts';
import { externalCredential, packageXml, parameter, principal } from '../samples.ts';

export const CREDENTIAL = '/services/data/v66.0/named-credentials/credential';
export const EXTERNAL_CREDENTIALS = '/services/data/v66.0/named-credentials/external-credentials';
export const SETUP = '/services/data/v66.0/named-credentials/named-credential-setup';

/** A parameter of the default group. */
export const param = (type: string, name: string, value: string): string =>
  parameter({ parameterName: name, parameterType: type, parameterValue: value });

export const variant = (protocol: string, value: string): string =>
  param('AuthProtocolVariant', protocol, value);

const tokenUrl = param('AuthProviderUrl', 'AuthProviderUrl', 'https://idp.acme.example/token');
const aws = param('AuthParameter', 'AwsRegion', 'us-west-2') + param('AuthParameter', 'AwsService', 'kms');
const signing = parameter({
  certificate: 'Signer',
  parameterName: 'SigningCertificate',
  parameterType: 'SigningCertificate',
});

/** External credentials by their names in the tests: the protocol as spelt in metadata, and parameters. */
export const KINDS: Readonly<Record<string, readonly [protocol: string, parameters: string]>> = {
  Custom: ['Custom', ''],
  NoAuth: ['Custom', variant('Custom', 'NoAuthentication')],
  Basic: ['Basic', ''],
  Aws: ['AwsSv4', aws],
  AwsSts: ['AwsSv4', variant('AwsSv4', 'AwsSv4_STS') + aws],
  RolesAnywhere: ['AwsSv4', variant('AwsSv4', 'RolesAnywhere') + aws + signing],
  ClientSecret: ['Oauth', variant('Oauth', 'ClientCredentialsClientSecret') + tokenUrl],
  ClientSecretBasic: ['Oauth', variant('Oauth', 'ClientCredentialsClientSecretBasic') + tokenUrl],
  ClientJwt: ['Oauth', variant('Oauth', 'ClientCredentialsJwtAssertion') + tokenUrl + signing],
  JwtBearer: ['Oauth', variant('Oauth', 'JwtBearer') + tokenUrl + signing],
  Jwt: ['Jwt', signing],
  Browser: [
    'Oauth',
    parameter({ authProvider: 'Acme', parameterName: 'AuthProvider', parameterType: 'AuthProvider' }),
  ],
};

/**
 * An org with an external credential of each of these kinds, each with a named principal P and a per-user principal
 * U.
 */
export const orgWith = async (kinds: readonly string[], options: LocalOrgOptions = {}): Promise<Client> => {
  const client = await startOrg({
    ...options,
    seed: { certificates: ['Signer'], authProviders: ['Acme'], ...options.seed },
  });
  await deployKinds(client, kinds);
  return client;
};

export const deployKinds = async (client: Client, kinds: readonly string[]): Promise<void> => {
  const files = kinds.map((kind) => {
    const [protocol = '', parameters = ''] = KINDS[kind] ?? [];
    const content = externalCredential(
      protocol,
      parameters + principal('P') + principal('U', 'PerUserPrincipal'),
      kind,
    );
    return [`externalCredentials/${kind}.externalCredential`, content];
  });
  const result = await client.deploy({
    'package.xml': packageXml(kinds.map((kind) => `ExternalCredential/${kind}`)),
    ...Object.fromEntries(files),
  });
  if (result.status !== 'Succeeded') throw new Error(JSON.stringify(result.failures));
};

const CONNECT_PROTOCOL: Readonly<Record<string, string>> = { Oauth: 'OAuth' };

/** The body of a request for a kind's named principal; `more` replaces fields. */
export const credential = (
  kind: string,
  values: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> => {
  const protocol = KINDS[kind]?.[0] ?? kind;
  const credentials = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? { value } : value]),
  );
  return {
    externalCredential: kind,
    principalType: 'NamedPrincipal',
    principalName: 'P',
    authenticationProtocol: CONNECT_PROTOCOL[protocol] ?? protocol,
    credentials,
    ...more,
  };
};

export const query = (kind: string, principalType = 'NamedPrincipal', principalName = 'P'): string =>
  `${CREDENTIAL}?${new URLSearchParams({ externalCredential: kind, principalType, principalName })}`;

/** Status and first error code of an answer. */
export const refusal = ({ status, body }: Answer): readonly [number, string, string] => [
  status,
  body[0].errorCode,
  body[0].message,
];
