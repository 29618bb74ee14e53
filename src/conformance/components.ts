import type { Files } from './fact.ts';

const xml = (type: string, content: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata">${content}</${type}>\n`;

interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly value?: string;
  readonly group?: string;
}

export function externalCredential(name: string, protocol: string, parameters: readonly Parameter[]): Files {
  const content = parameters.map(({ group = 'DefaultGroup', name, type, value }) => {
    const end = type.endsWith('Principal')
      ? '<sequenceNumber>1</sequenceNumber>'
      : `<parameterValue>${value ?? ''}</parameterValue>`;
    return `<externalCredentialParameters><parameterGroup>${group}</parameterGroup><parameterName>${name}</parameterName><parameterType>${type}</parameterType>${end}</externalCredentialParameters>`;
  });
  const text = `<authenticationProtocol>${protocol}</authenticationProtocol>${content.join('')}<label>${name}</label>`;
  return { [`externalCredentials/${name}.externalCredential`]: xml('ExternalCredential', text) };
}

export const principal = (name: string): Parameter => ({ name, group: name, type: 'NamedPrincipal' });

/** A permission set that lets its users into one principal, or says that it does not. */
export function permissionSet(name: string, principalName: string, enabled = true): Files {
  const access = `<externalCredentialPrincipalAccesses><enabled>${enabled}</enabled><externalCredentialPrincipal>${principalName}</externalCredentialPrincipal></externalCredentialPrincipalAccesses>`;
  const text = `${access}<hasActivationRequired>false</hasActivationRequired><label>${name}</label>`;
  return { [`permissionsets/${name}.permissionset`]: xml('PermissionSet', text) };
}

export function certificate(name: string, content: string): Files {
  const text = `<caSigned>false</caSigned><encryptedWithPlatformEncryption>false</encryptedWithPlatformEncryption><keySize>4096</keySize><masterLabel>${name}</masterLabel><privateKeyExportable>false</privateKeyExportable>`;
  return { [`certs/${name}.crt`]: content, [`certs/${name}.crt-meta.xml`]: xml('Certificate', text) };
}
