import type { Leftover } from '../../conformance/clean-up.ts';
import { masked, type Names } from '../../conformance/mask.ts';
import type { Observation } from '../../conformance/observe.ts';
import type { ConformanceResult } from '../../conformance/result.ts';
import type { Org } from '../../salesforce/index.ts';

export interface Seen {
  readonly org: Org;
  readonly orgKind: ConformanceResult['orgKind'];
  /** What is masked wherever it is. */
  readonly names: Names;
  readonly observations: readonly Observation[];
  readonly leftovers: readonly Leftover[];
  readonly withKeys: boolean;
}

/** Characters of what an org said: whoever reads the file needs no more. */
const longest = 4000;
const cut = (text: string) => (text.length > longest ? `${text.slice(0, longest)}…` : text);

/** What a run is written down as: nothing in it tells which org and which user it was. */
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
      seen: seen === null ? null : cut(masked(seen, names, expected)),
      verdict,
      // Why a fact was skipped is keyway's own sentence.
      why: why === null || verdict === 'skipped' ? why : cut(masked(why, names)),
    })),
    leftovers: leftovers.map((leftover) => ({ ...leftover, why: cut(masked(leftover.why, names)) })),
  };
}
