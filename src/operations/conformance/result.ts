import type { Leftover } from '../../conformance/clean-up.ts';
import { masked, type Names } from '../../conformance/mask.ts';
import type { Observation } from '../../conformance/observe.ts';
import type { ConformanceResult } from '../../conformance/result.ts';
import type { Org } from '../../salesforce/index.ts';

export interface Seen {
  readonly org: Org;
  readonly orgKind: ConformanceResult['orgKind'];
  /** Names to mask everywhere. */
  readonly names: Names;
  readonly observations: readonly Observation[];
  readonly leftovers: readonly Leftover[];
  readonly withKeys: boolean;
}

/** Limit for the org's messages, in characters. Readers of the file need no more. */
const maxTextLength = 4000;
const shorten = (text: string) => (text.length > maxTextLength ? `${text.slice(0, maxTextLength)}…` : text);

/** Converts a run to its written form, which doesn't reveal the org or the user. */
export function resultOf(
  { org, orgKind, names, observations, leftovers, withKeys }: Seen,
  version: string,
): ConformanceResult {
  return {
    format: 1,
    keyway: version,
    date: new Date().toISOString().slice(0, 10),
    apiVersion: org.apiVersion,
    orgKind,
    withKeys,
    facts: observations.map(({ id, expected, seen, verdict, why }) => ({
      id,
      expected,
      seen: seen === null ? null : shorten(masked(seen, names, expected)),
      verdict,
      // The reason for a skipped fact is keyway's own sentence.
      why: why === null || verdict === 'skipped' ? why : shorten(masked(why, names)),
    })),
    leftovers: leftovers.map((leftover) => ({ ...leftover, why: shorten(masked(leftover.why, names)) })),
  };
}
