/** Authentication protocols of external credentials (Metadata API Developer Guide, ExternalCredential). */
export const protocols = ['Oauth', 'Jwt', 'AwsSv4', 'Basic', 'Custom'] as const;
export type Protocol = (typeof protocols)[number];
