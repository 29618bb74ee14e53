import { z } from 'zod';
import { description, label, line, sequence, text } from '../../config/text.ts';
import {
  headers,
  referenceOrPlainParameter,
  referenceParameter,
  textParameter,
} from '../parameters/schema.ts';
import { claims, rawExternalCredentialParameter } from './parameter.ts';
import { principalName } from './principal-name.ts';
import type { Protocol } from './protocols.ts';

/* Each protocol and variant has its own fields. The reference page and the JSON Schema are generated from these. */

/** No AuthProtocolVariant parameter is rendered. */
const noVariant = z.undefined().optional();

const common = {
  headers: headers.optional(),
  parameters: z
    .array(rawExternalCredentialParameter)
    .describe('Further parameters, as the Metadata API spells them.')
    .optional(),
};

function protocol<T extends Protocol>(name: T) {
  return z.literal(name).describe('Protocol, as the Metadata API spells it.');
}

function variants<const T extends readonly string[]>(...names: T) {
  return z.enum(names).describe('Variant of the protocol, as the Metadata API spells it.');
}

const aws = {
  service: textParameter.describe('AWS service, as in dynamodb.'),
  region: textParameter.describe('AWS region, as in eu-central-1.'),
  accountId: textParameter.describe('AWS account id of 12 digits, in quotes.').optional(),
};
const sts = {
  externalId: textParameter.describe('External ID that the role requires.').optional(),
  durationSeconds: textParameter.describe('How long the session lasts, in seconds, in quotes.').optional(),
  stsUrl: textParameter.describe('Endpoint of the Security Token Service; https.').optional(),
};
const scope = textParameter.describe('Scopes, separated by spaces.').optional();
const token = {
  tokenUrl: textParameter.describe('Token endpoint of the identity provider; https.'),
  scope,
};
const signed = {
  signingCertificate: referenceParameter.describe('Certificate in the org that signs the JWT.'),
  claims: claims.optional(),
};

const oauthBrowser = z
  .strictObject({
    protocol: protocol('Oauth'),
    variant: noVariant,
    authProvider: referenceParameter
      .describe('Authentication provider of the org that users sign in with.')
      .optional(),
    externalAuthIdentityProvider: referenceOrPlainParameter
      .describe('External auth identity provider that users sign in with; API 61.0 or later.')
      .optional(),
    scope,
    ...common,
  })
  .superRefine((value, context) => {
    const { authProvider, externalAuthIdentityProvider } = value;
    if ((authProvider === undefined) !== (externalAuthIdentityProvider === undefined)) return;
    const message = authProvider
      ? 'has both authProvider and externalAuthIdentityProvider; keep one'
      : 'needs authProvider or externalAuthIdentityProvider, or a variant such as ClientCredentialsClientSecret';
    context.addIssue({ code: 'custom', message });
  })
  .meta({
    title: 'Oauth without a variant: users sign in with a browser',
    // Expresses the refinement above, which zod can't convert to JSON Schema.
    oneOf: [{ required: ['authProvider'] }, { required: ['externalAuthIdentityProvider'] }],
  });

/** How an external credential authenticates. Protocol and variant are spelt as in the Metadata API. */
export const authentication = z
  .discriminatedUnion('protocol', [
    z.discriminatedUnion('variant', [
      oauthBrowser,
      z
        .strictObject({
          protocol: protocol('Oauth'),
          variant: variants('ClientCredentialsClientSecret', 'ClientCredentialsClientSecretBasic'),
          ...token,
          ...common,
        })
        .meta({ title: 'Oauth with client ID and secret, in the body or (Basic) in a header' }),
      z
        .strictObject({
          protocol: protocol('Oauth'),
          variant: variants('ClientCredentialsJwtAssertion', 'JwtBearer'),
          ...token,
          ...signed,
          ...common,
        })
        .meta({ title: 'Oauth with a signed JWT' }),
    ]),
    z
      .strictObject({ protocol: protocol('Jwt'), ...signed, ...common })
      .meta({ title: 'Jwt: a token signed by the org' }),
    z.discriminatedUnion('variant', [
      z
        .strictObject({ protocol: protocol('AwsSv4'), variant: noVariant, ...aws, ...common })
        .meta({ title: 'AwsSv4 with an access key' }),
      z
        .strictObject({
          protocol: protocol('AwsSv4'),
          variant: variants('AwsSv4_STS'),
          ...aws,
          ...sts,
          ...common,
        })
        .meta({ title: 'AwsSv4_STS: a role assumed through the Security Token Service' }),
      z
        .strictObject({
          protocol: protocol('AwsSv4'),
          variant: variants('RolesAnywhere'),
          ...aws,
          ...sts,
          signingCertificate: signed.signingCertificate,
          trustAnchorArn: textParameter.describe('ARN of the trust anchor.').optional(),
          profileArn: textParameter.describe('ARN of the Roles Anywhere profile.').optional(),
          ...common,
        })
        .meta({ title: 'RolesAnywhere: a role assumed with a certificate' }),
    ]),
    z
      .strictObject({ protocol: protocol('Basic'), ...common })
      .meta({ title: 'Basic: user name and password' }),
    z.discriminatedUnion('variant', [
      z
        .strictObject({ protocol: protocol('Custom'), variant: noVariant, ...common })
        .meta({ title: 'Custom: your own values, which formulas put into headers' }),
      z
        .strictObject({ protocol: protocol('Custom'), variant: variants('NoAuthentication'), ...common })
        .meta({ title: 'Custom NoAuthentication: nothing is sent' }),
    ]),
  ])
  .meta({
    id: 'Authentication',
    description: 'How calls are authenticated. The protocol and the variant decide which fields exist.',
  });

const credentialText = text(10_000);

/** One value of a principal's secret, with references that are resolved right before it is written. */
export const credentialValue = z
  .union([
    credentialText,
    z.strictObject({
      value: credentialText.describe('A reference such as ${env:NAME}.'),
      encrypted: z
        .boolean()
        .meta({ description: 'Custom only: the org encrypts it, so nobody can read it back.', default: true })
        .optional(),
    }),
  ])
  .meta({
    id: 'Credential',
    description: 'A reference such as ${env:NAME}, never a secret itself; or { value, encrypted }.',
  });

const credentialName = line().describe('Name of the value, given by the protocol; for Custom, choose one.');

export const principal = z
  .strictObject({
    type: z
      .enum(['NamedPrincipal', 'PerUserPrincipal', 'AwsStsPrincipal'])
      .describe(
        'One identity for all (NamedPrincipal) or one for each user (PerUserPrincipal); AwsStsPrincipal for AwsSv4_STS.',
      ),
    group: line().describe("Group of its parameters, if it isn't the principal's name.").optional(),
    description: description.optional(),
    sequence: sequence.optional(),
    scope: textParameter.describe('Scopes of this principal alone, separated by spaces.').optional(),
    parameters: z
      .array(rawExternalCredentialParameter)
      .describe('Further parameters of this principal alone, as the Metadata API spells them.')
      .optional(),
    credentials: z
      .record(credentialName, credentialValue)
      .describe('Secrets of the principal, by name. Without it, keyway writes none.')
      .optional(),
  })
  .meta({
    id: 'Principal',
    description: 'An identity for calls. If it has only a type, write the type alone.',
    // Expanded before the schema reads it.
    shortForm: 'type',
  });

export const externalCredential = z
  .strictObject({
    label,
    description: description.optional(),
    authentication,
    principals: z.record(principalName, principal).describe('Identities for calls, by name.').optional(),
  })
  .meta({ id: 'ExternalCredential', description: 'How the org authenticates, and as whom.' });

export type Authentication = z.infer<typeof authentication>;
export type Principal = z.infer<typeof principal>;
export type ExternalCredential = z.infer<typeof externalCredential>;

/** This kind's section of the config. */
export interface ExternalCredentialsSection {
  readonly externalCredentials?: Readonly<Record<string, ExternalCredential>> | undefined;
}
