import { z } from 'zod';
import { line, reference } from '../../config/text.ts';
import { namedText, rawParameter } from '../parameters/schema.ts';
import { audienceProblem } from './audience.ts';

const claimValues = z.record(line(), namedText);

/** Claims of a JWT: values or formulas by name. */
export const claims = z
  .strictObject({
    header: claimValues.describe('Claims of the header, such as alg and kid.').optional(),
    body: claimValues.describe('Claims of the body, such as iss, sub, aud and exp.').optional(),
  })
  .superRefine((value, context) => {
    const audience = value.body?.aud;
    const audienceText = typeof audience === 'string' ? audience : audience?.value;
    const message = audienceText === undefined ? undefined : audienceProblem(audienceText);
    if (message !== undefined) context.addIssue({ code: 'custom', path: ['body', 'aud'], message });
  })
  .meta({
    id: 'Claims',
    description: 'Claims of the JWT, by name: a value or a formula. aud is text, or a list of texts as JSON.',
  });

/** Parameter types that users may set on an external credential (Metadata API Developer Guide: those documented as settable). */
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

/** A parameter of an external credential as spelt in the Metadata API. */
export const rawExternalCredentialParameter = z
  .strictObject({
    parameterType: z
      .enum(externalCredentialParameterTypes)
      .describe('Type of the parameter, as the Metadata API spells it.'),
    ...rawParameter,
    parameterGroup: line().describe('Group of the parameter; default: the group it is listed in.').optional(),
    authProvider: reference.describe('Authentication provider, for the type AuthProvider.').optional(),
    externalAuthIdentityProvider: reference
      .describe('External auth identity provider, for the type of that name.')
      .optional(),
  })
  .meta({
    id: 'ExternalCredentialParameter',
    description: 'A parameter as the Metadata API spells it, for settings without a field.',
  });

export type RawExternalCredentialParameter = z.infer<typeof rawExternalCredentialParameter>;

/** The major API version that introduced each newer parameter type, if that is later than keyway's oldest. */
export const parameterTypesSince: Readonly<Partial<Record<string, number>>> = {
  AdditionalRefreshStatusCode: 61,
  ExternalAuthIdentityProvider: 61,
};
