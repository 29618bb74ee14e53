/*
 * Connect REST spells some values differently from the Metadata API (Connect REST API Developer Guide, Named
 * Credentials Resources). Only this file knows the differences.
 */

export type ConnectProtocol = 'AwsSv4' | 'Basic' | 'Custom' | 'Jwt' | 'OAuth';

/** The Metadata API's `Oauth` is `OAuth` here. */
export function connectProtocol(metadataProtocol: string): ConnectProtocol {
  return (metadataProtocol === 'Oauth' ? 'OAuth' : metadataProtocol) as ConnectProtocol;
}

export type PrincipalType = 'AwsStsPrincipal' | 'NamedPrincipal' | 'PerUserPrincipal';

/** Identifies a principal of an external credential. Only named principals have a name. */
export interface PrincipalKey {
  readonly externalCredential: string;
  readonly principalType: PrincipalType;
  readonly principalName: string;
}

/** The principal as a query string. Names are free text, so each is encoded. */
export function principalQuery({ externalCredential, principalType, principalName }: PrincipalKey): string {
  const query = new URLSearchParams({ externalCredential, principalType });
  if (principalType === 'NamedPrincipal') query.set('principalName', principalName);
  // Salesforce decodes `+` as a space in some places only. %20 works everywhere.
  return query.toString().replaceAll('+', '%20');
}
