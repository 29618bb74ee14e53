import { complex, enumeration, int, many, required, string } from './shape.ts';

/** Metadata WSDL 66.0, ExtlIdentityProviderParmType. */
const parameterType = enumeration('ExtlIdentityProviderParmType', [
  'AuthorizeUrl',
  'TokenUrl',
  'UrlQueryParameter',
  'HttpHeader',
  'ClientCertificate',
  'SigningCertificate',
  'RequestBodyParameter',
  'JwtBodyClaim',
  'JwtHeaderClaim',
  'CreatedByNamespace',
  'UserInfoUrl',
  'ClientAuthentication',
  'IdentityProviderOptions',
  'AuthorizeRequestQueryParameter',
  'TokenRequestQueryParameter',
  'TokenRequestBodyParameter',
  'TokenRequestHttpHeader',
  'RefreshRequestQueryParameter',
  'RefreshRequestBodyParameter',
  'RefreshRequestHttpHeader',
  'StandardExternalIdentityProvider',
  'ManagedByFeature',
  'ManagedByComponent',
]);

/** Metadata WSDL 66.0, ExternalAuthIdentityProvider and ExternalAuthIdentityProviderParameter. */
export const externalAuthIdentityProvider = complex('ExternalAuthIdentityProvider', {
  authenticationFlow: required({
    type: enumeration('IdentityProviderAuthFlow', [
      'AuthorizationCode',
      'ClientCredentials',
      'JwtBearer',
      'SalesforceDefined',
    ]),
  }),
  authenticationProtocol: required({
    type: enumeration('IdentityProviderAuthProtocol', ['OAuth', 'SalesforceDefined']),
  }),
  description: string,
  externalAuthIdentityProviderParameters: many(
    complex('ExternalAuthIdentityProviderParameter', {
      description: string,
      parameterName: required(string),
      parameterType: required({ type: parameterType }),
      parameterValue: string,
      sequenceNumber: int,
    }),
  ),
  label: required(string),
});
