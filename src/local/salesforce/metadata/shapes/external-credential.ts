import { complex, enumeration, int, many, required, since, string } from './shape.ts';

/** Metadata WSDL 66.0, AuthenticationProtocol; the internal values are there too, and refused by meaning. */
export const authenticationProtocol = enumeration('AuthenticationProtocol', [
  'NoAuthentication',
  'Certificate',
  'Oauth',
  'Password',
  'NTLM',
  'AwsSv4',
  'Jwt',
  'JwtExchange',
  'C2c',
  'ApiKey',
  'Custom',
  'InternalOAuth',
  'OrgJwt',
  'Basic',
]);

/** Metadata WSDL 66.0, ExternalCredentialParamType; versions by comparing the WSDLs of 60.0 to 66.0. */
const externalCredentialParamType = enumeration(
  'ExternalCredentialParamType',
  [
    'ParameterGroup',
    'AuthProvider',
    'AuthProviderUrl',
    'AuthProviderUrlQueryParameter',
    'SigningCertificate',
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
    'JwtBodyClaim',
    'JwtHeaderClaim',
    'CreatedByNamespace',
  ],
  {
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
      certificate: string,
      description: string,
      externalAuthIdentityProvider: since(61, string),
      parameterGroup: string,
      parameterName: required(string),
      parameterType: required({ type: externalCredentialParamType }),
      parameterValue: string,
      sequenceNumber: int,
    }),
  ),
  label: required(string),
});
