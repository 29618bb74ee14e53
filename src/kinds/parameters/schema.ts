import { z } from 'zod';
import { description, headerName, line, reference, sequence, text } from '../../config/text.ts';

/*
 * Values that Salesforce stores as parameters of a credential. The short form is one text. The long form has the
 * parameter's other elements, so that a config can express everything that an org returns.
 */

/** What the long forms add to the value. */
const extras = {
  name: line().describe("Name of the parameter, if it isn't the usual one.").optional(),
  description: description.optional(),
  sequence: sequence.optional(),
};

/** Short or long form of a parameter whose value is text. */
export const textParameter = z
  .union([text(), z.strictObject({ value: text().describe('The value itself.'), ...extras })])
  .meta({ id: 'TextParameter', description: 'Text, or { value, name, description, sequence }.' });

/** The same for a parameter that names another component: a certificate, an authentication provider. */
export const referenceParameter = z.union([reference, z.strictObject({ value: reference, ...extras })]).meta({
  id: 'ReferenceParameter',
  description: 'A developer name, or { value, name, description, sequence }.',
});

/** The same if some orgs store the name as plain text, which may not be a developer name. */
export const referenceOrPlainParameter = z
  .union([
    reference,
    z.strictObject({ value: reference, ...extras }),
    z.strictObject({
      parameterValue: text().describe('Name as plain text, as DevOps Center writes it.'),
      ...extras,
    }),
  ])
  .meta({
    id: 'ReferenceOrPlainParameter',
    description:
      'A developer name, { value, name, description, sequence }, or { parameterValue, … } if the org has the name as plain text.',
  });

const noSecret = z.literal(false).describe("false: the value isn't a secret, whatever its name.").optional();

export const namedText = z
  .union([
    text(),
    z.strictObject({
      value: text().describe('The value or formula itself.'),
      description: description.optional(),
      sequence: sequence.optional(),
      secret: noSecret,
    }),
  ])
  .meta({ id: 'NamedText', description: 'A value or formula, or { value, description, sequence }.' });

/** Headers in the order in which they are sent: values or formulas by name. */
export const headers = z.record(headerName, namedText).meta({
  id: 'Headers',
  description: 'HTTP headers in the order in which they are sent, by name: a value or a formula.',
});

export type Headers = z.infer<typeof headers>;

/** The elements of a raw parameter, for all credentials. */
export const rawParameter = {
  parameterName: line().describe('Name of the parameter.'),
  parameterValue: text().describe('Its value.').optional(),
  description: description.optional(),
  sequenceNumber: sequence.optional(),
  certificate: reference.describe('Certificate, for the types that have one.').optional(),
  secret: noSecret,
};
