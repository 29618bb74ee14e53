import { z } from 'zod';
import { description, headerName, line, reference, sequence, text } from './text.ts';

/*
 * Values that Salesforce stores as parameters of a credential. Short they are one text; the long form carries
 * what else a parameter may have, so that whatever an org returns can be written down.
 */

/** Short or long form of a parameter whose value is text. */
export const textParameter = z.union([
  text(),
  z.strictObject({
    value: text(),
    name: line().optional(),
    description: description.optional(),
    sequence: sequence.optional(),
  }),
]);

/** The same for a parameter that names another component of the org: a certificate, an authentication provider. */
export const referenceParameter = z.union([
  reference,
  z.strictObject({
    value: reference,
    name: line().optional(),
    description: description.optional(),
    sequence: sequence.optional(),
  }),
]);

const namedText = z.union([
  text(),
  z.strictObject({ value: text(), description: description.optional(), sequence: sequence.optional() }),
]);

/** Headers in the order in which they are sent: a value or a formula by name. */
export const headers = z
  .record(headerName, namedText)
  .describe('HTTP headers in the order in which they are sent: name, then value or formula.');

const claimValues = z.record(line(), namedText);

/** Claims of a JWT: a value or a formula by name. `aud` is JSON. */
export const claims = z
  .strictObject({ header: claimValues.optional(), body: claimValues.optional() })
  .superRefine((value, context) => {
    const audience = value.body?.aud;
    const json = typeof audience === 'string' ? audience : audience?.value;
    if (json !== undefined && !json.startsWith('{!') && !isAudience(json)) {
      const message = `is not JSON; write a quoted text or a list of them, as in '"https://login.example.com"'`;
      context.addIssue({ code: 'custom', path: ['body', 'aud'], message });
    }
  })
  .describe('Claims of the JWT: name, then value or formula. The value of aud is JSON.');

function isAudience(json: string): boolean {
  try {
    const value: unknown = JSON.parse(json);
    return (
      typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'))
    );
  } catch {
    return false;
  }
}

/** Parameter types that users may set on an external credential (salesforce.md 1.4: those documented as settable). */
export const externalCredentialParameterTypes = [
  'AdditionalRefreshStatusCode',
  'AuthHeader',
  'AuthParameter',
  'AuthProvider',
  'AuthProviderUrl',
  'AuthProviderUrlQueryParameter',
  'ExternalAuthIdentityProvider',
  'JwtBodyClaim',
  'JwtHeaderClaim',
  'SigningCertificate',
] as const;

/** A parameter of an external credential as the Metadata API spells it. */
export const rawExternalCredentialParameter = z.strictObject({
  parameterType: z.enum(externalCredentialParameterTypes),
  parameterName: line(),
  parameterValue: text().optional(),
  parameterGroup: line().optional(),
  description: description.optional(),
  sequenceNumber: sequence.optional(),
  authProvider: reference.optional(),
  certificate: reference.optional(),
  externalAuthIdentityProvider: reference.optional(),
});

/** Parameter types that users may set on a named credential (Metadata API Developer Guide, NamedCredential). */
export const namedCredentialParameterTypes = [
  'AllowedManagedPackageNamespaces',
  'ClientCertificate',
  'HttpHeader',
  'ManagedByNamespace',
  'OutboundNetworkConnection',
  'Url',
] as const;

/** A parameter of a named credential as the Metadata API spells it. */
export const rawNamedCredentialParameter = z.strictObject({
  parameterType: z.enum(namedCredentialParameterTypes),
  parameterName: line(),
  parameterValue: text().optional(),
  description: description.optional(),
  sequenceNumber: sequence.optional(),
  certificate: reference.optional(),
  outboundNetworkConnection: reference.optional(),
});

export type TextParameter = z.infer<typeof textParameter>;
export type NamedText = z.infer<typeof namedText>;
export type RawExternalCredentialParameter = z.infer<typeof rawExternalCredentialParameter>;
export type RawNamedCredentialParameter = z.infer<typeof rawNamedCredentialParameter>;
