import { z } from 'zod';

/*
 * What a run of the facts is written down as: the file that users attach to an issue, and that maintainers apply. Nothing in it
 * tells which org or which user it was.
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
  /** Of this file. */
  format: z.literal(1),
  /** Version of keyway. */
  keyway: text.regex(/^\d+\.\d+\.\d+[\w.+-]*$/),
  /** In UTC. */
  date: z.iso.date(),
  apiVersion: text.regex(/^\d{2,3}\.0$/),
  /** `local` where the org runs on the machine itself, whatever it calls itself. */
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
  /** What the org kept. */
  leftovers: z.array(z.strictObject({ type: text, name: text, why: text, remedy: text })).max(2000),
});

export type ConformanceResult = z.infer<typeof resultSchema>;
