import type { Files } from './fact.ts';
import { type Content, document, file, pathOf } from './files.ts';

export interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly value?: string;
  /** Not rendered if empty; default `DefaultGroup`. */
  readonly group?: string;
  readonly sequence?: number;
  readonly certificate?: string;
}

const parameterContent = ({ group = 'DefaultGroup', name, type, ...rest }: Parameter): Content => ({
  ...(rest.certificate === undefined ? {} : { certificate: rest.certificate }),
  ...(group === '' ? {} : { parameterGroup: group }),
  parameterName: name,
  parameterType: type,
  ...(rest.value === undefined ? {} : { parameterValue: rest.value }),
  ...(rest.sequence === undefined ? {} : { sequenceNumber: rest.sequence }),
});

export const externalCredential = (name: string, protocol: string, parameters: readonly Parameter[]): Files =>
  file('ExternalCredential', name, {
    authenticationProtocol: protocol,
    externalCredentialParameters: parameters.map(parameterContent),
    label: name,
  });

export const principal = (name: string, sequence = 1): Parameter => ({
  name,
  group: name,
  type: 'NamedPrincipal',
  sequence,
});

export const variant = (protocol: string, value: string): Parameter => ({
  name: protocol,
  type: 'AuthProtocolVariant',
  value,
});

/** A principal of an external credential that sends no authentication. */
export const openCredential = (name: string): Files =>
  externalCredential(name, 'Custom', [variant('Custom', 'NoAuthentication'), principal('One')]);

/** A named credential that uses the external credential with the same name, with additional content. */
export const namedCredential = (
  name: string,
  url: string,
  {
    parameters = [],
    ...more
  }: { readonly parameters?: readonly Content[] } & Readonly<
    Record<string, boolean | readonly Content[]>
  > = {},
): Files =>
  file('NamedCredential', name, {
    ...more,
    label: name,
    namedCredentialParameters: [
      { parameterName: 'Url', parameterType: 'Url', parameterValue: url },
      { externalCredential: name, parameterName: 'ExternalCredential', parameterType: 'Authentication' },
      ...(parameters as readonly Content[]),
    ],
    namedCredentialType: 'SecuredEndpoint',
  });

/** A permission set that grants one principal, or explicitly doesn't. */
export const permissionSet = (name: string, principalName: string, enabled = true): Files =>
  permissionSetWith(name, {
    externalCredentialPrincipalAccesses: [{ enabled, externalCredentialPrincipal: principalName }],
  });

export const permissionSetWith = (name: string, content: Content): Files =>
  file('PermissionSet', name, { ...content, hasActivationRequired: false, label: name });

export const certificate = (name: string, content: string, keySize = 4096): Files =>
  certificateWith(name, content, {
    encryptedWithPlatformEncryption: false,
    keySize,
    privateKeyExportable: false,
  });

export const certificateWith = (name: string, content: string, more: Content): Files => ({
  [pathOf('Certificate', name)]: content,
  [`${pathOf('Certificate', name)}-meta.xml`]: document('Certificate', {
    caSigned: false,
    masterLabel: name,
    ...more,
  }),
});

/** Read access to the object with the credentials of users. */
export const readsUserCredentials: Content = {
  allowCreate: false,
  allowDelete: false,
  allowEdit: false,
  allowRead: true,
  modifyAllRecords: false,
  object: 'UserExternalCredential',
  viewAllRecords: false,
};

/** An external auth identity provider for client credentials, with a token endpoint and these parameters. */
export const clientCredentialsProvider = (
  name: string,
  parameters: readonly Content[] = [],
  more: Content = {},
): Files =>
  file('ExternalAuthIdentityProvider', name, {
    authenticationFlow: 'ClientCredentials',
    authenticationProtocol: 'OAuth',
    externalAuthIdentityProviderParameters: [
      {
        parameterName: 'TokenUrl',
        parameterType: 'TokenUrl',
        parameterValue: 'https://idp.example.com/token',
      },
      ...parameters,
    ],
    label: name,
    ...more,
  });
