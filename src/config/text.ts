import { z } from 'zod';

/*
 * The kinds of text in a config. Every message completes the sentence `"field" in place …` from
 * src/config/by-schema.ts.
 */

/** Characters that XML 1.0 forbids or changes: control characters, lone surrogates, carriage returns. */
const notInXml =
  /[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** Text that arrives in an org unchanged. `max` counts UTF-16 units, as Salesforce does. */
export function text(max = 32_000) {
  return z.string().superRefine((value, context) => {
    const bad = notInXml.exec(value)?.[0];
    if (bad !== undefined) {
      const code = bad.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      context.addIssue({
        code: 'custom',
        message: `has the character U+${code}, which XML can't contain; remove it`,
      });
    }
    if (value.length > max) {
      context.addIssue({
        code: 'custom',
        message: `has ${value.length} characters; Salesforce takes at most ${max}`,
      });
    }
  });
}

/** A single non-empty line without white space at its ends, which Salesforce would remove. */
export function line(max = 255) {
  return text(max).superRefine((value, context) => {
    if (value === '')
      context.addIssue({ code: 'custom', message: 'is empty; write a value or remove the line' });
    else if (value !== value.trim())
      context.addIssue({
        code: 'custom',
        message: 'begins or ends with white space, which Salesforce removes',
      });
    if (/[\n\t]/.test(value))
      context.addIssue({ code: 'custom', message: 'has a line break or tab; write it on one line' });
  });
}

/** `label` of a component (Metadata API Developer Guide: at most 80 characters). */
export const label = line(80).meta({
  id: 'Label',
  description: 'Name shown in Setup; at most 80 characters.',
  minLength: 1,
  maxLength: 80,
});

export const description = text(1000).meta({
  id: 'Description',
  description: 'What it is for; shown in Setup.',
});

const developerNamePattern = /^[A-Za-z](?:_?[A-Za-z0-9])*$/;
export const namespacedNamePattern = /^(?:[A-Za-z][A-Za-z0-9]{0,14}__)?[A-Za-z](?:_?[A-Za-z0-9])*$/;
const developerNameRule =
  'is not a developer name: letters, digits and single underscores, beginning with a letter and not ending in an underscore, at most 80 characters';

/** The developer name of a component that the config declares. */
export const developerName = z
  .string()
  .regex(developerNamePattern, { error: developerNameRule, abort: true })
  .max(80, developerNameRule)
  .describe('Developer name: letters, digits and single underscores, beginning with a letter.');

/** The developer name of a component in the org, possibly of a managed package: `Name` or `namespace__Name`. */
export const reference = z
  .string()
  .regex(namespacedNamePattern, { error: developerNameRule, abort: true })
  .max(97, developerNameRule)
  .meta({
    id: 'Reference',
    description: 'Developer name, or namespace__Name for a managed package.',
  });

/** An HTTP header name (RFC 9110: token). */
export const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,255}$/, 'is not a name of an HTTP header')
  .describe('Name of an HTTP header.');

/** A positive 32-bit integer, as stored by Salesforce. */
export function positiveInteger() {
  return z
    .int({ error: 'must be a whole number', abort: true })
    .min(1, 'must be 1 or more')
    .max(2_147_483_647, 'is too large');
}

export const sequence = positiveInteger().meta({
  id: 'Sequence',
  description: 'Its position; default: its position in the file.',
});
