import type { Fact, LocalOrgKind } from './fact.ts';

/** Facts that the same local org can show, and how to create that org. */
export interface LocalOrgFacts {
  readonly localOrg: LocalOrgKind;
  readonly facts: readonly Fact[];
}

/** Groups facts by local org. Those of the default one come first. */
export function groupByLocalOrg(facts: readonly Fact[]): readonly LocalOrgFacts[] {
  const groups = Map.groupBy(facts, ({ localOrg = {} }) => JSON.stringify(localOrg));
  return [...groups]
    .toSorted(([a], [b]) => a.length - b.length)
    .map(([kind, group]) => ({ localOrg: JSON.parse(kind) as LocalOrgKind, facts: group }));
}
