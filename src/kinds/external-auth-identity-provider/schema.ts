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
      .describe('How the org requests a token.'),
    protocol: z
      .enum(['OAuth', 'SalesforceDefined'])
      .meta({ description: 'Protocol of the provider.', default: 'OAuth' })
      .optional(),
    authorizeUrl: textParameter.describe('URL where users sign in and consent; https.').optional(),
    tokenUrl: textParameter.describe('Token endpoint; https.').optional(),
    userInfoUrl: textParameter.describe('User info endpoint; https.').optional(),
    clientAuthentication: textParameter
      .describe('How the org authenticates itself, such as ClientSecretPost.')
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
            description: 'A parameter as the Metadata API spells it, for settings without a field.',
          }),
      )
      .describe('Further parameters, as the Metadata API spells them.')
      .optional(),
    credentials: z
      .strictObject({
        clientId: secret.describe('Client id; API 62.0 or later.'),
        clientSecret: secret.describe('A reference such as ${env:NAME}, never the secret itself.'),
      })
      .describe('Credentials of the org at the provider. Without it, keyway writes none.')
      .optional(),
  })
  .meta({
    id: 'ExternalAuthIdentityProvider',
    description:
      'Identity provider that users sign in with; used by external credentials as `externalAuthIdentityProvider`; API 61.0 or later.',
  });

export type ExternalAuthIdentityProvider = z.infer<typeof externalAuthIdentityProvider>;

/** This kind's section of the config. */
export interface ExternalAuthIdentityProvidersSection {
  readonly externalAuthIdentityProviders?: Readonly<Record<string, ExternalAuthIdentityProvider>> | undefined;
}
