import type { Files } from './client.ts';

const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

/** A manifest of `Type/Name` members. */
export const packageXml = (members: readonly string[], version = '66.0'): string => {
  const types = Map.groupBy(members, (member) => member.split('/')[0]);
  const blocks = [...types].map(
    ([type, list]) =>
      `<types>${list.map((member) => `<members>${member.slice(member.indexOf('/') + 1)}</members>`).join('')}<name>${type}</name></types>`,
  );
  return `${XML}<Package ${NS}>${blocks.join('')}<version>${version}</version></Package>`;
};

export const parameter = (fields: Readonly<Record<string, string | number>>): string =>
  `    <externalCredentialParameters>\n${Object.entries(fields)
    .map(([name, value]) => `        <${name}>${value}</${name}>\n`)
    .join('')}    </externalCredentialParameters>\n`;

export const principal = (name: string, type = 'NamedPrincipal'): string =>
  parameter({ parameterGroup: name, parameterName: name, parameterType: type, sequenceNumber: 1 });

export const externalCredential = (protocol: string, parameters: string, label = 'Acme KMS'): string =>
  `${XML}<ExternalCredential ${NS}>\n    <authenticationProtocol>${protocol}</authenticationProtocol>\n${parameters}    <label>${label}</label>\n</ExternalCredential>\n`;

export const namedCredential = (
  externalCredentialName = 'AcmeKms',
  url = 'https://kms.acme.example/keys',
): string =>
  `${XML}<NamedCredential ${NS}>
    <label>Acme keys</label>
    <namedCredentialParameters>
        <parameterName>Url</parameterName>
        <parameterType>Url</parameterType>
        <parameterValue>${url}</parameterValue>
    </namedCredentialParameters>
    <namedCredentialParameters>
        <externalCredential>${externalCredentialName}</externalCredential>
        <parameterName>ExternalCredential</parameterName>
        <parameterType>Authentication</parameterType>
    </namedCredentialParameters>
    <namedCredentialType>SecuredEndpoint</namedCredentialType>
</NamedCredential>
`;

export const access = (name: string, enabled = true): string =>
  `    <externalCredentialPrincipalAccesses>\n        <enabled>${enabled}</enabled>\n        <externalCredentialPrincipal>${name}</externalCredentialPrincipal>\n    </externalCredentialPrincipalAccesses>\n`;

export const identityProviderParameter = (type: string, value: string): string =>
  `<externalAuthIdentityProviderParameters><parameterName>${type}</parameterName><parameterType>${type}</parameterType><parameterValue>${value}</parameterValue></externalAuthIdentityProviderParameters>`;

export const identityProviderOf = (parts: string, flow = 'AuthorizationCode'): string =>
  `${XML}<ExternalAuthIdentityProvider ${NS}><authenticationFlow>${flow}</authenticationFlow><authenticationProtocol>OAuth</authenticationProtocol>${parts}<label>Acme login</label></ExternalAuthIdentityProvider>`;

/** A provider that users sign in with. */
export const identityProvider = (): string =>
  identityProviderOf(
    identityProviderParameter('AuthorizeUrl', 'https://idp.acme.example/authorize') +
      identityProviderParameter('TokenUrl', 'https://idp.acme.example/token'),
  );

export const permissionSet = (parts = '', label = 'Acme key access'): string =>
  `${XML}<PermissionSet ${NS}>\n${parts}    <label>${label}</label>\n</PermissionSet>\n`;

/** The whole chain: an external credential with a principal, a named credential, a permission set. */
export const chain = (): Files => ({
  'package.xml': packageXml([
    'ExternalCredential/AcmeKms',
    'NamedCredential/AcmeKeys',
    'PermissionSet/AcmeKeyAccess',
  ]),
  'externalCredentials/AcmeKms.externalCredential': externalCredential('Custom', principal('Key Service')),
  'namedCredentials/AcmeKeys.namedCredential': namedCredential(),
  'permissionsets/AcmeKeyAccess.permissionset': permissionSet(access('AcmeKms-Key Service')),
});

/** A single external credential. */
export const alone = (content: string, version = '66.0'): Files => ({
  'package.xml': packageXml(['ExternalCredential/AcmeKms'], version),
  'externalCredentials/AcmeKms.externalCredential': content,
});
