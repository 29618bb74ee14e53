import { z } from 'zod';
import {
  claims,
  headers,
  rawExternalCredentialParameter,
  referenceParameter,
  textParameter,
} from './parameter.ts';
import { description, label, principalName, sequence, text } from './text.ts';

/* Each protocol and variant has its own fields; the reference page and the JSON Schema are made from these. */

/** No AuthProtocolVariant parameter is rendered. */
const noVariant = z.undefined().optional();

const common = {
  headers: headers.optional(),
  parameters: z
    .array(rawExternalCredentialParameter)
    .optional()
    .describe('Further parameters, as the Metadata API spells them.'),
};

const url = textParameter;
const aws = {
  service: textParameter.describe('AWS service, as in dynamodb.'),
  region: textParameter.describe('AWS region, as in eu-central-1.'),
  accountId: textParameter.optional().describe('AWS account id of 12 digits, in quotes.'),
};
const sts = {
  externalId: textParameter.optional(),
  durationSeconds: textParameter.optional().describe('How long the role is held, in seconds, in quotes.'),
  stsUrl: url.optional().describe('Endpoint of the Security Token Service.'),
};
const token = {
  tokenUrl: url.describe('Token endpoint of the identity provider.'),
  scope: textParameter.optional().describe('Scopes, separated by spaces.'),
};
const signed = {
  signingCertificate: referenceParameter.describe('Certificate in the org that signs.'),
  claims: claims.optional(),
};

const oauthBrowser = z
  .strictObject({
    protocol: z.literal('Oauth'),
    variant: noVariant,
    authProvider: referenceParameter.optional(),
    externalAuthIdentityProvider: referenceParameter.optional(),
    scope: textParameter.optional(),
    ...common,
  })
  .superRefine((value, context) => {
    if ((value.authProvider === undefined) === (value.externalAuthIdentityProvider === undefined)) {
      const message = 'takes one of authProvider and externalAuthIdentityProvider where it has no variant';
      context.addIssue({ code: 'custom', message });
    }
  });

/** How an external credential authenticates: protocol and variant as the Metadata API spells them. */
export const authentication = z.discriminatedUnion('protocol', [
  z.discriminatedUnion('variant', [
    oauthBrowser,
    z.strictObject({
      protocol: z.literal('Oauth'),
      variant: z.enum(['ClientCredentialsClientSecret', 'ClientCredentialsClientSecretBasic']),
      ...token,
      ...common,
    }),
    z.strictObject({
      protocol: z.literal('Oauth'),
      variant: z.enum(['ClientCredentialsJwtAssertion', 'JwtBearer']),
      ...token,
      ...signed,
      ...common,
    }),
  ]),
  z.strictObject({ protocol: z.literal('Jwt'), ...signed, ...common }),
  z.discriminatedUnion('variant', [
    z.strictObject({ protocol: z.literal('AwsSv4'), variant: noVariant, ...aws, ...common }),
    z.strictObject({
      protocol: z.literal('AwsSv4'),
      variant: z.literal('AwsSv4_STS'),
      ...aws,
      ...sts,
      ...common,
    }),
    z.strictObject({
      protocol: z.literal('AwsSv4'),
      variant: z.literal('RolesAnywhere'),
      ...aws,
      ...sts,
      signingCertificate: signed.signingCertificate,
      trustAnchorArn: textParameter,
      profileArn: textParameter,
      ...common,
    }),
  ]),
  z.strictObject({ protocol: z.literal('Basic'), ...common }),
  z.discriminatedUnion('variant', [
    z.strictObject({ protocol: z.literal('Custom'), variant: noVariant, ...common }),
    z.strictObject({ protocol: z.literal('Custom'), variant: z.literal('NoAuthentication'), ...common }),
  ]),
]);

/** A part of a principal's secret, in references; resolved only when it is about to be written. */
export const credentialValue = z.union([
  text(10_000),
  z.strictObject({
    value: text(10_000),
    encrypted: z
      .boolean()
      .optional()
      .describe('Custom only: kept so that nobody can read it back (default true).'),
  }),
]);

export const principal = z.strictObject({
  type: z.enum(['NamedPrincipal', 'PerUserPrincipal', 'AwsStsPrincipal']),
  description: description.optional(),
  sequence: sequence.optional(),
  parameters: z
    .array(rawExternalCredentialParameter)
    .optional()
    .describe('Parameters of this principal alone, such as a Scope of its own.'),
  credentials: z
    .record(z.string().min(1), credentialValue)
    .optional()
    .describe('What the principal authenticates with. Left out, keyway writes nothing.'),
});

export const externalCredential = z.strictObject({
  label,
  description: description.optional(),
  authentication,
  principals: z.record(principalName, principal).optional(),
});

export type Authentication = z.infer<typeof authentication>;
export type Principal = z.infer<typeof principal>;
export type ExternalCredential = z.infer<typeof externalCredential>;
