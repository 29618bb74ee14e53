import { z } from 'zod';
import { description, label, text } from '../../config/text.ts';
import { rawParameter, textParameter } from '../parameters/schema.ts';

/** Parameter types that users may set (Metadata WSDL 66.0, ExtlIdentityProviderParmType, without those reserved). */
const parameterTypes = [
  'AuthorizeRequestQueryParameter',
  'AuthorizeUrl',
  'ClientAuthentication',
  'ClientCertificate',
  'HttpHeader',
  'IdentityProviderOptions',
  'JwtBodyClaim',
  'JwtHeaderClaim',
  'RefreshRequestBodyParameter',
  'RefreshRequestHttpHeader',
  'RefreshRequestQueryParameter',
  'RequestBodyParameter',
  'SigningCertificate',
  'StandardExternalIdentityProvider',
  'TokenRequestBodyParameter',
  'TokenRequestHttpHeader',
  'TokenRequestQueryParameter',
  'TokenUrl',
  'UrlQueryParameter',
  'UserInfoUrl',
] as const;

const { certificate: _none, ...parameterFields } = rawParameter;
const secret = text(10_000);

export const externalAuthIdentityProvider = z
  .strictObject({
    label,
    description: description.optional(),
    flow: z
      .enum(['AuthorizationCode', 'ClientCredentials', 'JwtBearer', 'SalesforceDefined'])
      .describe('How a token is asked for.'),
    protocol: z
      .enum(['OAuth', 'SalesforceDefined'])
      .meta({ description: 'What the provider speaks.', default: 'OAuth' })
      .optional(),
    authorizeUrl: textParameter.describe('Where a user logs in and agrees; https.').optional(),
    tokenUrl: textParameter.describe('Where the org asks for tokens; https.').optional(),
    userInfoUrl: textParameter.describe('Where the org asks who has logged in; https.').optional(),
    clientAuthentication: textParameter
      .describe('How the org shows who it is, as in ClientSecretPost.')
      .optional(),
    parameters: z
      .array(
        z
          .strictObject({
            parameterType: z
              .enum(parameterTypes)
              .describe('Type of the parameter, as the Metadata API spells it.'),
            ...parameterFields,
          })
          .meta({
            id: 'ExternalAuthIdentityProviderParameter',
            description: 'A parameter as the Metadata API spells it, for what has no field of its own.',
          }),
      )
      .describe('Further parameters, as the Metadata API spells them.')
      .optional(),
    credentials: z
      .strictObject({
        clientId: secret.describe('Client id; API 62.0 or later.'),
        clientSecret: secret.describe('A reference such as ${env:NAME}, never the secret itself.'),
      })
      .describe('What the org signs in to the provider with. Left out, keyway writes nothing.')
      .optional(),
  })
  .meta({
    id: 'ExternalAuthIdentityProvider',
    description:
      'A provider that users log in with, for an external credential that names it under `externalAuthIdentityProvider`; API 61.0 or later.',
  });

export type ExternalAuthIdentityProvider = z.infer<typeof externalAuthIdentityProvider>;

/** The section of a config. */
export interface ExternalAuthIdentityProvidersSection {
  readonly externalAuthIdentityProviders?: Readonly<Record<string, ExternalAuthIdentityProvider>> | undefined;
}
