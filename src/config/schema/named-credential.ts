import { z } from 'zod';
import { headers, rawNamedCredentialParameter, referenceParameter, textParameter } from './parameter.ts';
import { description, label, line, reference, text } from './text.ts';

const allowedNamespace = z.union([
  line(15),
  z.strictObject({ value: line(15), name: line().optional(), description: description.optional() }),
]);

const callout = {
  calloutStatus: z.enum(['Enabled', 'Disabled']).optional().describe('Default Enabled.'),
  allowMergeFieldsInBody: z.boolean().optional().describe('Default false.'),
  allowMergeFieldsInHeader: z.boolean().optional().describe('Default false.'),
  generateAuthorizationHeader: z.boolean().optional().describe('Default true.'),
};

/** The call that `verify --callout` makes. */
export const check = z.strictObject({
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']).optional().describe('Default GET.'),
  path: text(2000).optional().describe('What follows the URL of the named credential.'),
  expect: z
    .union([z.int(), z.array(z.int()).min(1)])
    .optional()
    .describe('Status codes that mean success; default 200.'),
});

const common = { label, description: description.optional(), ...callout, check: check.optional() };

const endpoint = {
  ...common,
  url: textParameter.describe('Where calls go; https.'),
  externalCredential: z
    .union([
      reference,
      z.strictObject({ value: reference, name: line().optional(), description: description.optional() }),
    ])
    .describe('The external credential that authenticates the calls.'),
  headers: headers.optional(),
  clientCertificate: referenceParameter.optional(),
  allowedNamespaces: z
    .array(allowedNamespace)
    .optional()
    .describe('Managed packages that may call through it.'),
  parameters: z
    .array(rawNamedCredentialParameter)
    .optional()
    .describe('Further parameters, as the Metadata API spells them.'),
};

const secured = z.strictObject({ type: z.literal('SecuredEndpoint').optional(), ...endpoint });

const privateEndpoint = z.strictObject({
  type: z.literal('PrivateEndpoint'),
  ...endpoint,
  outboundNetworkConnection: referenceParameter.describe('The private connection that calls go through.'),
});

/** A text that keyway keeps as a reference until it is written into the zip in memory. */
const secret = text(10_000).describe('A secret: a reference such as ${env:NAME}, never the value.');

/** Fields of before API 56.0, spelt as the Metadata API does (Metadata API Developer Guide, NamedCredential). */
const legacy = z.strictObject({
  type: z.literal('Legacy'),
  ...common,
  endpoint: text().optional(),
  principalType: z.enum(['Anonymous', 'NamedUser', 'PerUser']).optional(),
  protocol: z.enum(['AwsSv4', 'Jwt', 'JwtExchange', 'NoAuthentication', 'Oauth', 'Password']).optional(),
  username: text().optional(),
  password: secret.optional(),
  authProvider: reference.optional(),
  authTokenEndpointUrl: text().optional(),
  oauthScope: text().optional(),
  oauthToken: secret.optional(),
  oauthRefreshToken: secret.optional(),
  awsAccessKey: secret.optional(),
  awsAccessSecret: secret.optional(),
  awsRegion: text().optional(),
  awsService: text().optional(),
  certificate: reference.optional(),
  jwtAudience: text().optional(),
  jwtFormulaSubject: text().optional(),
  jwtIssuer: text().optional(),
  jwtSigningCertificate: reference.optional(),
  jwtTextSubject: text().optional(),
  jwtValidityPeriodSeconds: z.int().min(1).optional(),
  outboundNetworkConnection: reference.optional(),
});

export const namedCredential = z.discriminatedUnion('type', [secured, privateEndpoint, legacy]);

/** Fields of a legacy named credential whose values are secrets. */
export const legacySecrets = [
  'password',
  'oauthToken',
  'oauthRefreshToken',
  'awsAccessKey',
  'awsAccessSecret',
] as const;

export type NamedCredential = z.infer<typeof namedCredential>;
export type LegacyNamedCredential = z.infer<typeof legacy>;
export type EndpointNamedCredential = z.infer<typeof secured> | z.infer<typeof privateEndpoint>;
export type Check = z.infer<typeof check>;
