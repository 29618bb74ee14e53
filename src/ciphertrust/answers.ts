import { z } from 'zod';

/*
 * Common parts of CipherTrust's answers. Parsing is tolerant: unknown fields are ignored, and a missing field is an
 * empty text, except the id.
 */

export const text = z
  .union([z.string(), z.number(), z.boolean()])
  .nullish()
  .transform((value) => (value === undefined || value === null ? '' : onOneLine(String(value))));

/** A name with several lines could look like additional rows or sentences. */
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
 * An answer, or the content of its only field: the documents show keys within `"byok response"` and
 * `"application/json"`.
 */
export function unwrapped<T>(schema: z.ZodType<T>) {
  return z.preprocess((answer) => {
    if (typeof answer !== 'object' || answer === null || 'id' in answer) return answer;
    const [only, ...others] = Object.values(answer);
    return others.length === 0 && typeof only === 'object' ? only : answer;
  }, schema);
}

/** The answer to a deletion, which contains nothing of use. */
export const nothing = z.unknown().transform(() => undefined);

export type Parameters = Readonly<Record<string, unknown>>;

/** The first of these fields that contains a text. */
export function firstText(of: Parameters | null | undefined, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = of?.[name];
    if (typeof value === 'string' && value !== '') return onOneLine(value);
  }
  return undefined;
}
