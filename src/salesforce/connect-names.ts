/*
 * Connect REST spells a few things otherwise than the Metadata API does (Connect REST API Developer Guide,
 * Named Credentials Resources). This is the one place that knows.
 */

export type ConnectProtocol = 'AwsSv4' | 'Basic' | 'Custom' | 'Jwt' | 'OAuth';

/** `Oauth` of the Metadata API is `OAuth` here. */
export function connectProtocol(metadataProtocol: string): ConnectProtocol {
  return (metadataProtocol === 'Oauth' ? 'OAuth' : metadataProtocol) as ConnectProtocol;
}

export type PrincipalType = 'AwsStsPrincipal' | 'NamedPrincipal' | 'PerUserPrincipal';

/** Which principal of which external credential; the name is for named principals only. */
export interface PrincipalKey {
  readonly externalCredential: string;
  readonly principalType: PrincipalType;
  readonly principalName: string;
}

/** The principal as a query string; names are free text, so each is encoded. */
export function principalQuery({ externalCredential, principalType, principalName }: PrincipalKey): string {
  const query = new URLSearchParams({ externalCredential, principalType });
  if (principalType === 'NamedPrincipal') query.set('principalName', principalName);
  // Salesforce decodes `+` as a space in some places and not in others: %20 is read alike everywhere.
  return query.toString().replaceAll('+', '%20');
}
