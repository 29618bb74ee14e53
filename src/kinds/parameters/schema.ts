import { z } from 'zod';
import { description, headerName, line, reference, sequence, text } from '../../config/text.ts';

/*
 * Values that Salesforce stores as parameters of a credential. Short they are one text; the long form carries
 * what else a parameter may have, so that whatever an org returns can be written down.
 */

/** What the long forms carry beside the value. */
const extras = {
  name: line().describe('Name of the parameter, where an org has another than the usual one.').optional(),
  description: description.optional(),
  sequence: sequence.optional(),
};

/** Short or long form of a parameter whose value is text. */
export const textParameter = z
  .union([text(), z.strictObject({ value: text().describe('The value itself.'), ...extras })])
  .meta({ id: 'TextParameter', description: 'Text, or { value, name, description, sequence }.' });

/** The same for a parameter that names another component of the org: a certificate, an authentication provider. */
export const referenceParameter = z.union([reference, z.strictObject({ value: reference, ...extras })]).meta({
  id: 'ReferenceParameter',
  description: 'A developer name, or { value, name, description, sequence }.',
});

const namedText = z
  .union([
    text(),
    z.strictObject({
      value: text().describe('The value or formula itself.'),
      description: description.optional(),
      sequence: sequence.optional(),
    }),
  ])
  .meta({ id: 'NamedText', description: 'A value or formula, or { value, description, sequence }.' });

/** Headers in the order in which they are sent: a value or a formula by name. */
export const headers = z.record(headerName, namedText).meta({
  id: 'Headers',
  description: 'HTTP headers in the order in which they are sent: name, then value or formula.',
});

const claimValues = z.record(line(), namedText);

/** Claims of a JWT: a value or a formula by name. `aud` is JSON. */
export const claims = z
  .strictObject({
    header: claimValues.describe('Claims of the header, such as alg and kid.').optional(),
    body: claimValues.describe('Claims of the body, such as iss, sub, aud and exp.').optional(),
  })
  .superRefine((value, context) => {
    const audience = value.body?.aud;
    const json = typeof audience === 'string' ? audience : audience?.value;
    if (json !== undefined && !json.startsWith('{!') && !isAudience(json)) {
      const message = `is not JSON; write a quoted text or a list of them, as in '"https://login.example.com"'`;
      context.addIssue({ code: 'custom', path: ['body', 'aud'], message });
    }
  })
  .meta({
    id: 'Claims',
    description: 'Claims of the JWT: name, then value or formula. The value of aud is JSON.',
  });

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

const raw = {
  parameterName: line().describe('Name of the parameter.'),
  parameterValue: text().describe('Its value.').optional(),
  description: description.optional(),
  sequenceNumber: sequence.optional(),
  certificate: reference.describe('Certificate, for the types that name one.').optional(),
};

/** A parameter of an external credential as the Metadata API spells it. */
export const rawExternalCredentialParameter = z
  .strictObject({
    parameterType: z
      .enum(externalCredentialParameterTypes)
      .describe('Type of the parameter, as the Metadata API spells it.'),
    ...raw,
    parameterGroup: line().describe('Group of the parameter; default the one that it stands in.').optional(),
    authProvider: reference.describe('Authentication provider, for the type AuthProvider.').optional(),
    externalAuthIdentityProvider: reference
      .describe('External identity provider, for the type of that name.')
      .optional(),
  })
  .meta({
    id: 'ExternalCredentialParameter',
    description: 'A parameter as the Metadata API spells it, for what has no field of its own.',
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
export const rawNamedCredentialParameter = z
  .strictObject({
    parameterType: z
      .enum(namedCredentialParameterTypes)
      .describe('Type of the parameter, as the Metadata API spells it.'),
    ...raw,
    outboundNetworkConnection: reference
      .describe('Private connection, for the type OutboundNetworkConnection.')
      .optional(),
  })
  .meta({
    id: 'NamedCredentialParameter',
    description: 'A parameter as the Metadata API spells it, for what has no field of its own.',
  });

export type RawExternalCredentialParameter = z.infer<typeof rawExternalCredentialParameter>;
