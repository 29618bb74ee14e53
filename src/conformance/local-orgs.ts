import type { Fact, LocalOrgKind } from './fact.ts';

/** Facts that one local org shows, and how that org is made. */
export interface LocalOrgFacts {
  readonly localOrg: LocalOrgKind;
  readonly facts: readonly Fact[];
}

/** Facts by the local org that shows them, those of a plain one first. */
export function byLocalOrg(facts: readonly Fact[]): readonly LocalOrgFacts[] {
  const groups = Map.groupBy(facts, ({ localOrg = {} }) => JSON.stringify(localOrg));
  return [...groups]
    .toSorted(([a], [b]) => a.length - b.length)
    .map(([kind, group]) => ({ localOrg: JSON.parse(kind) as LocalOrgKind, facts: group }));
}
