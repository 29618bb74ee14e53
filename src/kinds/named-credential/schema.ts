import { z } from 'zod';
import { description, label, line, positiveInteger, reference, text } from '../../config/text.ts';
import { headers, rawParameter, referenceParameter, textParameter } from '../parameters/schema.ts';

/** Parameter types that users may set on a named credential (Metadata API Developer Guide, NamedCredential). */
export const namedCredentialParameterTypes = [
  'AllowedManagedPackageNamespaces',
  'ClientCertificate',
  'HttpHeader',
  'ManagedByNamespace',
  'OutboundNetworkConnection',
  'Url',
] as const;

/** The major API version that introduced each newer parameter type, if that is later than keyway's oldest. */
export const parameterTypesSince: Readonly<Partial<Record<string, number>>> = { ManagedByNamespace: 66 };

/** A parameter of a named credential as spelt in the Metadata API. */
export const rawNamedCredentialParameter = z
  .strictObject({
    parameterType: z
      .enum(namedCredentialParameterTypes)
      .describe('Type of the parameter, as the Metadata API spells it.'),
    ...rawParameter,
    outboundNetworkConnection: reference
      .describe('Private connection, for the type OutboundNetworkConnection.')
      .optional(),
  })
  .meta({
    id: 'NamedCredentialParameter',
    description: 'A parameter as the Metadata API spells it, for settings without a field.',
  });

const longName = line().describe("Name of the parameter, if it isn't the usual one.").optional();

const namespace = line(15).describe('Namespace of a managed package.');

const allowedNamespace = z.union([
  namespace,
  z.strictObject({ value: namespace, name: longName, description: description.optional() }),
]);

function flag(text: string, value: boolean) {
  return z.boolean().meta({ description: text, default: value }).optional();
}

const callout = {
  calloutStatus: z
    .enum(['Enabled', 'Disabled'])
    .meta({ description: 'Disabled stops every call through it.', default: 'Enabled' })
    .optional(),
  allowMergeFieldsInBody: flag('Salesforce evaluates formulas in the body of a call.', false),
  allowMergeFieldsInHeader: flag(
    'Salesforce evaluates formulas in the headers of a call; Custom needs it.',
    false,
  ),
  generateAuthorizationHeader: flag('Salesforce writes the Authorization header itself.', true),
};

const statusCode = z
  .int({ error: 'must be a whole number', abort: true })
  .min(100, "isn't an HTTP status")
  .max(599, "isn't an HTTP status");

/** The call that `verify --callout` makes. */
const check = z
  .strictObject({
    method: z
      .enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])
      .meta({ description: 'HTTP method.', default: 'GET' })
      .optional(),
    path: text(2000)
      .regex(/^[^\s]*$/, 'has white space; encode it, such as %20')
      .describe('Path after the URL of the named credential, such as /health.')
      .optional(),
    expect: z
      .union([statusCode, z.array(statusCode).min(1, 'is empty; name a status code')])
      .meta({ description: 'Status codes that count as success.', default: 200 })
      .optional(),
  })
  .meta({ id: 'Check', description: 'The call that `verify --callout` makes.' });

const common = { label, description: description.optional(), ...callout, check: check.optional() };

const endpoint = {
  ...common,
  url: textParameter.describe('Where calls go; https.'),
  externalCredential: z
    .union([
      reference,
      z.strictObject({ value: reference, name: longName, description: description.optional() }),
    ])
    .describe('The external credential that authenticates the calls.'),
  headers: headers.optional(),
  clientCertificate: referenceParameter.describe('Client certificate in the org (mutual TLS).').optional(),
  allowedNamespaces: z
    .array(allowedNamespace)
    .describe('Managed packages that can call through it.')
    .optional(),
  parameters: z
    .array(rawNamedCredentialParameter)
    .describe('Further parameters, as the Metadata API spells them.')
    .optional(),
};

const secured = z
  .strictObject({
    type: z
      .literal('SecuredEndpoint')
      .meta({ description: 'Type of the named credential.', default: 'SecuredEndpoint' })
      .optional(),
    ...endpoint,
  })
  .meta({ title: 'SecuredEndpoint' });

const privateEndpoint = z
  .strictObject({
    type: z.literal('PrivateEndpoint').describe('Type of the named credential.'),
    ...endpoint,
    outboundNetworkConnection: referenceParameter.describe('Private connection that calls go through.'),
  })
  .meta({ title: 'PrivateEndpoint: through a private connection' });

/** A text that stays a reference until it is written into the zip, in memory. */
function secret(what: string) {
  return text(10_000).meta({
    description: `${what}: a reference such as \${env:NAME}, never the value.`,
    pattern: '^(?:\\$\\{(?:env|file|command|local):[^}]*\\})+$',
  });
}

/** Fields from before API 56.0, spelt as in the Metadata API (Metadata API Developer Guide, NamedCredential). */
const legacy = z
  .strictObject({
    type: z.literal('Legacy').describe('Type of the named credential.'),
    ...common,
    endpoint: text().describe('Where calls go; https.').optional(),
    principalType: z
      .enum(['Anonymous', 'NamedUser', 'PerUser'])
      .describe('One identity for all (NamedUser), one for each user (PerUser), or none (Anonymous).')
      .optional(),
    protocol: z
      .enum(['AwsSv4', 'Jwt', 'JwtExchange', 'NoAuthentication', 'Oauth', 'Password'])
      .describe('How calls are authenticated.')
      .optional(),
    username: text().describe('User name, for Password.').optional(),
    password: secret('Password').optional(),
    authProvider: reference.describe('Authentication provider of the org, for Oauth.').optional(),
    authTokenEndpointUrl: text().describe('Token endpoint, for JwtExchange; https.').optional(),
    oauthScope: text().describe('Scopes, for Oauth and JwtExchange, separated by spaces.').optional(),
    oauthToken: secret('Access token').optional(),
    oauthRefreshToken: secret('Refresh token').optional(),
    awsAccessKey: secret('AWS access key').optional(),
    awsAccessSecret: secret('AWS secret access key').optional(),
    awsRegion: text().describe('AWS region, as in eu-central-1.').optional(),
    awsService: text().describe('AWS service, as in dynamodb.').optional(),
    certificate: reference.describe('Client certificate in the org.').optional(),
    jwtAudience: text().describe('Audience of the JWT.').optional(),
    jwtFormulaSubject: text().describe('Formula for the subject of the JWT, for PerUser.').optional(),
    jwtIssuer: text().describe('Issuer of the JWT.').optional(),
    jwtSigningCertificate: reference.describe('Certificate in the org that signs the JWT.').optional(),
    jwtTextSubject: text().describe('Subject of the JWT, for NamedUser.').optional(),
    jwtValidityPeriodSeconds: positiveInteger().describe('How long the JWT is valid, in seconds.').optional(),
    outboundNetworkConnection: reference.describe('Private connection that calls go through.').optional(),
  })
  .meta({ title: 'Legacy: the format before API 56.0' });

export const namedCredential = z.discriminatedUnion('type', [secured, privateEndpoint, legacy]).meta({
  id: 'NamedCredential',
  description: 'Where calls go, and which external credential authenticates them.',
});

/** Fields of a legacy named credential whose values are secrets. */
export const legacySecrets = [
  'password',
  'oauthToken',
  'oauthRefreshToken',
  'awsAccessKey',
  'awsAccessSecret',
] as const;

/** Those of them that orgs return anyway. */
export const readBackSecrets = ['awsAccessKey'] as const;

export type NamedCredential = z.infer<typeof namedCredential>;
export type LegacyNamedCredential = z.infer<typeof legacy>;
export type EndpointNamedCredential = z.infer<typeof secured> | z.infer<typeof privateEndpoint>;

/** This kind's section of the config. */
export interface NamedCredentialsSection {
  readonly namedCredentials?: Readonly<Record<string, NamedCredential>> | undefined;
}
