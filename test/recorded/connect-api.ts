/** Anonymous Apex for an external credential with a principal and an API key. */
export const principalText = `ConnectApi.ExternalCredentialPrincipalInput principal = new ConnectApi.ExternalCredentialPrincipalInput();
principal.principalName = 'KeyService';
principal.principalType = ConnectApi.CredentialPrincipalType.NamedPrincipal;
principal.sequenceNumber = 1;
ConnectApi.CredentialCustomHeaderInput header = new ConnectApi.CredentialCustomHeaderInput();
header.headerName = 'X-Api-Key';
header.headerValue = '{!$Credential.ApexKms.apiKey}';
header.sequenceNumber = 1;
ConnectApi.ExternalCredentialInput input = new ConnectApi.ExternalCredentialInput();
input.developerName = 'ApexKms';
input.masterLabel = 'Apex KMS';
input.authenticationProtocol = ConnectApi.CredentialAuthenticationProtocol.Custom;
input.principals = new List<ConnectApi.ExternalCredentialPrincipalInput>{ principal };
input.customHeaders = new List<ConnectApi.CredentialCustomHeaderInput>{ header };
ConnectApi.ExternalCredential made = ConnectApi.NamedCredentials.createExternalCredential(input);
System.assertEquals('ApexKms', made.developerName);`;

/** A named credential that uses it. */
export const namedText = `ConnectApi.NamedCredentialCalloutOptionsInput options = new ConnectApi.NamedCredentialCalloutOptionsInput();
options.allowMergeFieldsInBody = false;
options.allowMergeFieldsInHeader = true;
options.generateAuthorizationHeader = false;
ConnectApi.ExternalCredentialInput external = new ConnectApi.ExternalCredentialInput();
external.developerName = 'ApexKms';
ConnectApi.NamedCredentialInput input = new ConnectApi.NamedCredentialInput();
input.developerName = 'ApexKeys';
input.masterLabel = 'Apex keys';
input.calloutUrl = 'https://kms.acme.example';
input.type = ConnectApi.NamedCredentialType.SecuredEndpoint;
input.calloutOptions = options;
input.externalCredentials = new List<ConnectApi.ExternalCredentialInput>{ external };
ConnectApi.NamedCredential made = ConnectApi.NamedCredentials.createNamedCredential(input);
System.assertEquals('https://kms.acme.example', made.calloutUrl);
System.assertEquals(true, made.calloutOptions.allowMergeFieldsInHeader);
System.assertEquals('ApexKms', made.externalCredentials[0].developerName);`;

/** The input of a credential, in the variable `input`. */
export const credentialText = (values: Readonly<Record<string, string>>, encrypted = true): string =>
  `Map<String, ConnectApi.CredentialValueInput> values = new Map<String, ConnectApi.CredentialValueInput>();
ConnectApi.CredentialValueInput value;
${Object.entries(values)
  .map(
    ([name, text]) => `value = new ConnectApi.CredentialValueInput();
value.encrypted = ${encrypted};
value.value = '${text}';
values.put('${name}', value);`,
  )
  .join('\n')}
ConnectApi.CredentialInput input = new ConnectApi.CredentialInput();
input.externalCredential = 'ApexKms';
input.principalName = 'KeyService';
input.principalType = ConnectApi.CredentialPrincipalType.NamedPrincipal;
input.authenticationProtocol = ConnectApi.CredentialAuthenticationProtocol.Custom;
input.credentials = values;`;
