import { complex, enumeration, int, many, required, since, string } from './shape.ts';

/** Metadata WSDL 66.0, AuthenticationProtocol. It includes internal values, which a later check refuses. */
export const authenticationProtocol = enumeration(
  'AuthenticationProtocol',
  ['NoAuthentication', 'Oauth', 'Password', 'AwsSv4', 'Jwt', 'JwtExchange', 'C2c'],
  { ApiKey: 51, Certificate: 51, NTLM: 51, Custom: 56, InternalOAuth: 57, OrgJwt: 59, Basic: 60 },
);

/** Metadata WSDL 66.0, ExternalCredentialParamType; versions by comparing the WSDLs of 54.0 to 66.0. */
const externalCredentialParamType = enumeration(
  'ExternalCredentialParamType',
  [
    'ParameterGroup',
    'AuthProvider',
    'AuthProviderUrl',
    'AuthProviderUrlQueryParameter',
    'FormulaVariable',
    'AuthProviderAuthParameter',
    'AuthParameter',
    'NamedPrincipal',
    'PerUserPrincipal',
    'AwsStsPrincipal',
    'AuthContext',
    'AuthQueryParameter',
    'AuthHeader',
    'AuthProtocolVariant',
  ],
  {
    SigningCertificate: 57,
    JwtBodyClaim: 57,
    JwtHeaderClaim: 57,
    CreatedByNamespace: 59,
    ExternalAuthIdentityProvider: 61,
    AdditionalRefreshStatusCode: 61,
    GlobalNamedPrincipal: 62,
    SystemUserPrincipal: 62,
    ManagedByFeature: 64,
    ManagedByComponent: 64,
    SfHttpRequestExtensionName: 65,
    TenantPrincipal: 66,
  },
);

/** Metadata WSDL 66.0, ExternalCredential and ExternalCredentialParameter. */
export const externalCredential = complex('ExternalCredential', {
  authenticationProtocol: required({ type: authenticationProtocol }),
  description: string,
  externalCredentialParameters: many(
    complex('ExternalCredentialParameter', {
      authProvider: string,
      certificate: since(57, string),
      description: string,
      externalAuthIdentityProvider: since(61, string),
      parameterGroup: since(58, string),
      parameterName: required(string),
      parameterType: required({ type: externalCredentialParamType }),
      parameterValue: string,
      // Up to 57.0: the name of a permission set.
      principal: { type: 'string', until: 57 },
      sequenceNumber: int,
    }),
  ),
  label: required(string),
});
