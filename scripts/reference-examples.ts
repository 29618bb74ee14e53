/** The examples of docs/config.md, which together form one config. A test reads it. */
export const examples = {
  file: `
# yaml-language-server: $schema=./schema/keyway.schema.json
version: 1
apiVersion: "66.0"`,
  authProvider: `
authProviders:
  Entra:
    label: Entra ID
    providerType: OpenIdConnect
    consumerKey: 6d1a3f1c-0000-4000-8000-000000000001
    consumerSecret: \${env:ENTRA_SECRET}
    authorizeUrl: https://login.acme.example/oauth2/v2.0/authorize
    tokenUrl: https://login.acme.example/oauth2/v2.0/token
    defaultScopes: openid offline_access`,
  externalAuthIdentityProvider: `
externalAuthIdentityProviders:
  AcmeLogin:
    label: Acme login
    flow: AuthorizationCode
    authorizeUrl: https://idp.acme.example/oauth2/authorize
    tokenUrl: https://idp.acme.example/oauth2/token
    clientAuthentication: ClientSecretPost
    credentials:
      clientId: \${env:ACME_LOGIN_CLIENT_ID}
      clientSecret: \${env:ACME_LOGIN_CLIENT_SECRET}`,
  externalCredential: `
externalCredentials:
  AcmeKms:
    label: Acme KMS
    authentication: { protocol: Basic }
    principals:
      KeyService: { type: NamedPrincipal }`,
  authentication: `
authentication:
  protocol: Oauth
  variant: ClientCredentialsClientSecret
  tokenUrl: https://idp.acme.example/oauth2/token
  scope: keys.read`,
  principal: `
principals:
  KeyService:
    type: NamedPrincipal
    description: Fetches keys.`,
  credentials: `
credentials:
  clientId: \${env:ACME_CLIENT_ID}
  clientSecret: \${env:ACME_CLIENT_SECRET}`,
  namedCredential: `
namedCredentials:
  AcmeKeys:
    label: Acme keys
    url: https://kms.acme.example/v1/keys
    externalCredential: AcmeKms
    headers: { x-tenant: "42" }`,
  check: `
check: { method: GET, path: /health, expect: [200, 204] }`,
  legacy: `
namedCredentials:
  OldKeys:
    type: Legacy
    label: Old keys
    endpoint: https://kms.acme.example/old
    principalType: NamedUser
    protocol: Password
    username: integration
    password: \${env:OLD_PASSWORD}`,
  permissionSet: `
permissionSets:
  AcmeKeyAccess:
    label: Acme key access
    principals: [AcmeKms-KeyService]
    assignTo: [autoproc]`,
  sharedPermissionSet: `
permissionSets:
  SalesTeam:
    managed: principals
    principals: [AcmeKms-KeyService]`,
  remoteSiteSetting: `
remoteSiteSettings:
  AcmeApi: { url: https://api.acme.example }`,
  cspTrustedSite: `
cspTrustedSites:
  AcmeApi: { url: https://api.acme.example }`,
  outboundNetworkConnection: `
outboundNetworkConnections:
  AcmeLink:
    label: Acme link
    region: eu-central-1
    serviceName: com.amazonaws.vpce.eu-central-1.vpce-svc-00d7bd6285c123b4c`,
  certificate: `
certificates:
  AcmeByok: { label: Acme BYOK }`,
  encryptionKeySettings: `
encryptionKeySettings:
  enableCacheOnlyKeys: true
  enableReplayDetection: true`,
  cacheOnlyKey: `
cacheOnlyKeys:
  AcmeDataKey:
    type: Data
    identifier: acme-data-1
    namedCredential: AcmeKeys
    certificate: AcmeByok`,
  tenantSecret: `
tenantSecrets:
  AcmeSearchIndex:
    type: SearchIndex
    source: cipherTrust
    key: acme-search-index
    certificate: AcmeByok`,
  cipherTrust: `
cipherTrust:
  url: https://ciphertrust.acme.example
  domain: acme
  username: \${env:CCKM_USERNAME}
  password: \${env:CCKM_PASSWORD}
  caFile: ciphertrust-ca.pem
  connection: acme-salesforce`,
  policy: `
policy:
  hosts: ["*.acme.example"]
  protocols: [Oauth, Jwt]
  assignTo: [autoproc, "*@acme.example"]
  protect: { namedCredentials: [Billing] }`,
  removed: `
removed:
  namedCredentials: [OlderKeys]`,
  environments: `
environments:
  local: { targetOrg: local, default: true }
  uat:
    targetOrg: acme-uat
    namedCredentials:
      AcmeKeys: { url: https://kms.uat.acme.example/v1/keys }
  production: { targetOrg: acme-prod, protected: true }`,
  longForm: `
scope: { value: keys.read, description: Read only., sequence: 1 }`,
  parameter: `
parameters:
  - parameterType: AuthParameter
    parameterName: Audience
    parameterValue: https://kms.acme.example`,
};
