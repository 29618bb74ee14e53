import { z } from 'zod';

/*
 * What CipherTrust's answers have in common. Everything is tolerant: fields that are not known are left alone, and
 * one that is missing is an empty text, but for the id.
 */

export const text = z
  .union([z.string(), z.number(), z.boolean()])
  .nullish()
  .transform((value) => (value === undefined || value === null ? '' : onOneLine(String(value))));

/** A name over several lines could look like rows and sentences that are none. */
function onOneLine(value: string): string {
  return value.replace(/\s+/g, ' ');
}

export const resource = z.looseObject({
  id: z.string().min(1),
  name: text,
  createdAt: text,
  updatedAt: text,
});

/**
 * An answer as it is, or from within its one field: the documents show keys within `"byok response"` and
 * `"application/json"`.
 */
export function unwrapped<T>(schema: z.ZodType<T>) {
  return z.preprocess((answer) => {
    if (typeof answer !== 'object' || answer === null || 'id' in answer) return answer;
    const [only, ...others] = Object.values(answer);
    return others.length === 0 && typeof only === 'object' ? only : answer;
  }, schema);
}

/** Of a deletion; there is nothing to be read in it. */
export const nothing = z.unknown().transform(() => undefined);

export type Parameters = Readonly<Record<string, unknown>>;

/** The first of these fields that holds a text. */
export function firstText(of: Parameters | null | undefined, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = of?.[name];
    if (typeof value === 'string' && value !== '') return onOneLine(value);
  }
  return undefined;
}
