import { cleanUp } from '../../src/conformance/clean-up.ts';
import type { Fact } from '../../src/conformance/fact.ts';
import { byLocalOrg, type LocalOrgFacts } from '../../src/conformance/local-orgs.ts';
import { type Observation, observe } from '../../src/conformance/observe.ts';
import { type Org, recentDeploys, resumeDeploy } from '../../src/salesforce/index.ts';

export interface Rehearsal {
  readonly observations: readonly Observation[];
  /** Components by fact, as `ExternalCredential KwConfRows, PermissionSet KwConfRowsAccess`. */
  readonly made: Readonly<Record<string, string>>;
}

/**
 * Facts wait for an org more than they work, so several plain orgs share them, side by side: one has those that move its clock,
 * one those whose keys stay. What keys keep in an org is found after the facts behind them too, so whoever compares rehearsals
 * shares the same way.
 */
export const sharesOf = (facts: readonly Fact[]): readonly LocalOrgFacts[] => {
  const [plain, ...others] = byLocalOrg(facts);
  const { facts: all = [] } = plain ?? {};
  const ofAnyOrg = all.filter(({ asks = 'org' }) => asks === 'org');
  const passing = ofAnyOrg.filter(({ changes }) => changes !== 'keys');
  const half = Math.ceil(passing.length / 2);
  return [
    passing.slice(0, half),
    passing.slice(half),
    ofAnyOrg.filter(({ changes }) => changes === 'keys'),
    all.filter(({ asks = 'org' }) => asks !== 'org'),
  ]
    .filter((share) => share.length > 0)
    .map((share): LocalOrgFacts => ({ localOrg: {}, facts: share }))
    .concat(others);
};

/** What several rehearsals say together. */
export const together = (rehearsals: readonly Rehearsal[]): Rehearsal => ({
  observations: rehearsals.flatMap(({ observations }) => observations),
  made: Object.assign({}, ...rehearsals.map(({ made }) => made)),
});

/** What deploy jobs have created that aren't known yet: some facts delete it themselves. */
async function createdBy(org: Org, known: Set<string>): Promise<readonly string[]> {
  const names: string[] = [];
  for (const { id, checkOnly } of await recentDeploys(org, 50)) {
    if (known.has(id)) continue;
    known.add(id);
    const { success, components } = await resumeDeploy(org, id, { wait: 10_000 });
    const created = success && !checkOnly ? components.filter(({ action }) => action === 'created') : [];
    names.push(...created.map(({ type, fullName }) => `${type} ${fullName}`));
  }
  return names;
}

/** Asks a local org for these facts, and looks after each one what there is; then that goes, so that each says all it makes. */
export async function rehearse(
  org: Org,
  facts: readonly Fact[],
  options: Pick<Parameters<typeof observe>[2], 'cipherTrust'> = {},
): Promise<Rehearsal> {
  const made: Record<string, string> = {};
  const jobs = new Set<string>();
  const onSeen = async ({ id }: Observation) => {
    const names = new Set(await createdBy(org, jobs));
    await cleanUp(org, (own) => {
      for (const { type, name } of own) names.add(`${type} ${name}`);
    });
    if (names.size > 0) made[id] = [...names].sort().join(', ');
  };
  const settings = { ...options, isLocal: true, withKeys: true, onSeen };
  return { observations: await observe(org, facts, settings), made };
}
