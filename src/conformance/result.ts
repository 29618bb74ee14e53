import { z } from 'zod';

/*
 * The written result of a run: the file that users attach to an issue and maintainers apply. It doesn't reveal the
 * org or the user.
 */

const text = z.string().max(20_000);

interface Judged {
  readonly expected: string;
  readonly seen: string | null;
  readonly verdict: string;
}

function isConsistent({ expected, seen, verdict }: Judged): boolean {
  if (verdict === 'agrees') return seen === expected;
  return verdict === 'contradicts' ? seen !== null && seen !== expected : seen === null;
}

export const resultSchema = z.strictObject({
  /** The version of this file's format. */
  format: z.literal(1),
  /** The version of keyway. */
  keyway: text.regex(/^\d+\.\d+\.\d+[\w.+-]*$/),
  /** In UTC. */
  date: z.iso.date(),
  apiVersion: text.regex(/^\d{2,3}\.0$/),
  /** `local` if the org runs on this machine, whatever it calls itself. */
  orgKind: z.enum(['developer', 'local', 'sandbox', 'scratch']),
  withKeys: z.boolean(),
  facts: z
    .array(
      z
        .strictObject({
          id: text.regex(/^[a-z0-9-]+$/),
          expected: text,
          seen: text.nullable(),
          verdict: z.enum(['agrees', 'contradicts', 'skipped', 'failed']),
          why: text.nullable(),
        })
        .refine(isConsistent, { error: 'what was seen is at odds with the verdict' }),
    )
    .max(2000),
  /** What stays in the org. */
  leftovers: z.array(z.strictObject({ type: text, name: text, why: text, remedy: text })).max(2000),
});

export type ConformanceResult = z.infer<typeof resultSchema>;
