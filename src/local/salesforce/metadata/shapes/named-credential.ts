import { authenticationProtocol } from './external-credential.ts';
import { boolean, complex, enumeration, int, many, required, secret, since, string } from './shape.ts';

/** Metadata WSDL 66.0, NamedCredentialParamType; versions by comparing the WSDLs of 54.0 to 66.0. */
const namedCredentialParamType = enumeration(
  'NamedCredentialParamType',
  [
    'Url',
    'UrlQueryParameter',
    'HttpHeader',
    'HttpCookie',
    'ClientCertificate',
    'ServerCertificate',
    'FormulaVariable',
    'Authentication',
    'OutboundNetworkConnection',
  ],
  {
    AllowedManagedPackageNamespaces: 56,
    CreatedByNamespace: 59,
    CustomParameter: 60,
    StandardNamedCredentialType: 60,
    ManagedByFeature: 61,
    ManagedByComponent: 61,
    ConnectionStatus: 61,
    SfHttpRequestExtensionName: 65,
    NamedCredentialOptions: 66,
    ManagedByNamespace: 66,
  },
);

const parameter = complex('NamedCredentialParameter', {
  certificate: string,
  description: string,
  externalCredential: string,
  globalNamedPrincipalCredential: since(62, boolean),
  managedFeatureEnabledCallout: since(61, boolean),
  outboundNetworkConnection: string,
  parameterName: required(string),
  parameterType: required({ type: namedCredentialParamType }),
  parameterValue: string,
  readOnlyNamedCredential: since(61, boolean),
  sequenceNumber: since(55, int),
  systemUserNamedCredential: since(61, boolean),
});

/** Metadata WSDL 66.0, NamedCredential and NamedCredentialParameter. */
export const namedCredential = complex('NamedCredential', {
  allowMergeFieldsInBody: boolean,
  allowMergeFieldsInHeader: boolean,
  authProvider: string,
  authTokenEndpointUrl: string,
  awsAccessKey: string,
  awsAccessSecret: secret,
  awsRegion: string,
  awsService: string,
  calloutStatus: since(58, { type: enumeration('CalloutStatus', ['Enabled', 'Disabled']) }),
  certificate: string,
  description: since(64, string),
  endpoint: string,
  generateAuthorizationHeader: boolean,
  jwtAudience: string,
  jwtFormulaSubject: string,
  jwtIssuer: string,
  jwtSigningCertificate: string,
  jwtTextSubject: string,
  jwtValidityPeriodSeconds: int,
  label: required(string),
  namedCredentialParameters: since(54, many(parameter)),
  namedCredentialType: since(54, {
    type: enumeration(
      'NamedCredentialType',
      ['Legacy', 'AnonymousEndpoint', 'SecuredEndpoint', 'PrivateEndpoint', 'Credentials'],
      { Standard: 60 },
    ),
  }),
  oauthRefreshToken: secret,
  oauthScope: string,
  oauthToken: secret,
  outboundNetworkConnection: since(49, string),
  password: secret,
  principalType: {
    type: enumeration('ExternalPrincipalType', [
      'Anonymous',
      'PerUser',
      'NamedUser',
      'UserWithImpersonation',
    ]),
  },
  protocol: { type: authenticationProtocol },
  username: string,
});
