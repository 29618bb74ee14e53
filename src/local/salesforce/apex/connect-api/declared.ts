import {
  CONNECT_PRINCIPAL_TYPES,
  CONNECT_PROTOCOLS,
  CONNECT_VARIANTS,
  EXTERNAL_PARAMETER_TYPES,
  NAMED_CREDENTIAL_TYPES,
  NAMED_PARAMETER_TYPES,
} from '../../connect/protocols.ts';

/** The properties of a class with their types, as in a signature. */
type Properties = Readonly<Record<string, string>>;

/** Apex Reference Guide, "ConnectApi Enums". */
const enums: Readonly<Record<string, readonly string[]>> = {
  'ConnectApi.CalloutStatus': ['Disabled', 'Enabled'],
  'ConnectApi.CredentialAuthenticationProtocol': CONNECT_PROTOCOLS,
  'ConnectApi.CredentialAuthenticationProtocolVariant': CONNECT_VARIANTS,
  'ConnectApi.CredentialAuthenticationStatus': ['Configured', 'NotConfigured', 'Unknown'],
  'ConnectApi.CredentialPrincipalType': CONNECT_PRINCIPAL_TYPES,
  'ConnectApi.ExternalCredentialParameterType': EXTERNAL_PARAMETER_TYPES,
  'ConnectApi.NamedCredentialParameterType': NAMED_PARAMETER_TYPES,
  'ConnectApi.NamedCredentialType': NAMED_CREDENTIAL_TYPES,
};

const protocol = {
  authenticationProtocol: 'ConnectApi.CredentialAuthenticationProtocol',
  authenticationProtocolVariant: 'ConnectApi.CredentialAuthenticationProtocolVariant',
} as const;

const header = { headerName: 'String', headerValue: 'String', sequenceNumber: 'Integer' } as const;

const parameter = {
  id: 'String',
  parameterDescription: 'String',
  parameterName: 'String',
  parameterValue: 'String',
} as const;

const principal = {
  principalName: 'String',
  principalType: 'ConnectApi.CredentialPrincipalType',
} as const;

const callouts = {
  allowMergeFieldsInBody: 'Boolean',
  allowMergeFieldsInHeader: 'Boolean',
  generateAuthorizationHeader: 'Boolean',
} as const;

const value = { encrypted: 'Boolean', revision: 'Integer', value: 'String' } as const;

const component = { developerName: 'String', masterLabel: 'String' } as const;

/** Apex Reference Guide, "ConnectApi Input Classes": all properties. */
const inputs: Readonly<Record<string, Properties>> = {
  'ConnectApi.CredentialCustomHeaderInput': header,
  'ConnectApi.CredentialInput': {
    ...protocol,
    ...principal,
    credentials: 'Map<String, ConnectApi.CredentialValueInput>',
    externalCredential: 'String',
  },
  'ConnectApi.CredentialValueInput': value,
  'ConnectApi.ExternalCredentialInput': {
    ...protocol,
    ...component,
    customHeaders: 'List<ConnectApi.CredentialCustomHeaderInput>',
    parameters: 'List<ConnectApi.ExternalCredentialParameterInput>',
    principals: 'List<ConnectApi.ExternalCredentialPrincipalInput>',
  },
  'ConnectApi.ExternalCredentialParameterInput': {
    ...parameter,
    parameterType: 'ConnectApi.ExternalCredentialParameterType',
  },
  'ConnectApi.ExternalCredentialPrincipalInput': {
    ...principal,
    id: 'String',
    parameters: 'List<ConnectApi.ExternalCredentialParameterInput>',
    sequenceNumber: 'Integer',
  },
  'ConnectApi.NamedCredentialCalloutOptionsInput': callouts,
  'ConnectApi.NamedCredentialInput': {
    ...component,
    calloutOptions: 'ConnectApi.NamedCredentialCalloutOptionsInput',
    calloutUrl: 'String',
    customHeaders: 'List<ConnectApi.CredentialCustomHeaderInput>',
    description: 'String',
    externalCredentials: 'List<ConnectApi.ExternalCredentialInput>',
    networkConnection: 'ConnectApi.NetworkConnectionInput',
    parameters: 'List<ConnectApi.NamedCredentialParameterInput>',
    type: 'ConnectApi.NamedCredentialType',
  },
  'ConnectApi.NamedCredentialParameterInput': {
    ...parameter,
    parameterType: 'ConnectApi.NamedCredentialParameterType',
  },
  'ConnectApi.NetworkConnectionInput': { developerName: 'String' },
};

const status = { authenticationStatus: 'ConnectApi.CredentialAuthenticationStatus' } as const;

const answered = { createdByNamespace: 'String', id: 'String', url: 'String' } as const;

/** Apex Reference Guide, "ConnectApi Output Classes": the properties that this org returns. */
const outputs: Readonly<Record<string, Properties>> = {
  'ConnectApi.Credential': {
    ...protocol,
    ...principal,
    ...status,
    credentials: 'Map<String, ConnectApi.CredentialValue>',
    externalCredential: 'String',
  },
  'ConnectApi.CredentialCustomHeader': { ...header, id: 'String' },
  'ConnectApi.CredentialValue': value,
  'ConnectApi.ExternalCredential': {
    ...protocol,
    ...component,
    ...status,
    ...answered,
    customHeaders: 'List<ConnectApi.CredentialCustomHeader>',
    parameters: 'List<ConnectApi.ExternalCredentialParameter>',
    principals: 'List<ConnectApi.ExternalCredentialPrincipal>',
    relatedNamedCredentials: 'List<ConnectApi.NamedCredential>',
  },
  'ConnectApi.ExternalCredentialList': { externalCredentials: 'List<ConnectApi.ExternalCredential>' },
  'ConnectApi.ExternalCredentialParameter': {
    ...parameter,
    parameterType: 'ConnectApi.ExternalCredentialParameterType',
  },
  'ConnectApi.ExternalCredentialPrincipal': {
    ...principal,
    ...status,
    id: 'String',
    parameters: 'List<ConnectApi.ExternalCredentialParameter>',
    sequenceNumber: 'Integer',
  },
  'ConnectApi.NamedCredential': {
    ...component,
    ...answered,
    calloutOptions: 'ConnectApi.NamedCredentialCalloutOptions',
    calloutStatus: 'ConnectApi.CalloutStatus',
    calloutUrl: 'String',
    customHeaders: 'List<ConnectApi.CredentialCustomHeader>',
    description: 'String',
    externalCredentials: 'List<ConnectApi.ExternalCredential>',
    networkConnection: 'ConnectApi.NetworkConnection',
    parameters: 'List<ConnectApi.NamedCredentialParameter>',
    type: 'ConnectApi.NamedCredentialType',
  },
  'ConnectApi.NamedCredentialCalloutOptions': callouts,
  'ConnectApi.NamedCredentialList': { namedCredentials: 'List<ConnectApi.NamedCredential>' },
  'ConnectApi.NamedCredentialParameter': {
    ...parameter,
    parameterType: 'ConnectApi.NamedCredentialParameterType',
  },
  'ConnectApi.NetworkConnection': { developerName: 'String' },
};

const classes: Readonly<Record<string, Properties>> = { ...inputs, ...outputs };

/** Apex Reference Guide, "ConnectApi Exceptions": those for status 400 and for 404. */
export const connectExceptionNames = [
  'ConnectApi.ConnectApiException',
  'ConnectApi.NotFoundException',
] as const;

export const connectTypeNames: readonly string[] = [...Object.keys(enums), ...Object.keys(classes)];

/** The values of an enumeration; undefined for other types. */
export function enumValues(typeName: string): readonly string[] | undefined {
  return Object.hasOwn(enums, typeName) ? enums[typeName] : undefined;
}

/** The properties of a class; undefined for other types. */
export function propertiesOf(typeName: string): Properties | undefined {
  return Object.hasOwn(classes, typeName) ? classes[typeName] : undefined;
}

export function isInput(typeName: string): boolean {
  return Object.hasOwn(inputs, typeName);
}

/** Finds a name ignoring case, as Apex does. */
export function nameIn(names: readonly string[], name: string): string | undefined {
  return names.find((one) => one.toLowerCase() === name.toLowerCase());
}
