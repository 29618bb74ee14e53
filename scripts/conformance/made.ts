import { cleanUp } from '../../src/conformance/clean-up.ts';
import type { Fact } from '../../src/conformance/fact.ts';
import { groupByLocalOrg, type LocalOrgFacts } from '../../src/conformance/local-orgs.ts';
import { type Observation, observe } from '../../src/conformance/observe.ts';
import { type Org, recentDeploys, resumeDeploy } from '../../src/salesforce/index.ts';

export interface Rehearsal {
  readonly observations: readonly Observation[];
  /** Components by fact, as `ExternalCredential KwConfRows, PermissionSet KwConfRowsAccess`. */
  readonly made: Readonly<Record<string, string>>;
}

/**
 * Splits facts among several plain orgs that run in parallel, because facts mostly wait for an org. One org gets
 * the facts that change its clock, and one those whose keys stay. Keys that stay in an org are also found after
 * later facts, so whoever compares rehearsals must split in the same way.
 */
export const sharesOf = (facts: readonly Fact[]): readonly LocalOrgFacts[] => {
  const [plain, ...others] = groupByLocalOrg(facts);
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

/** Combines several rehearsals. */
export const combineRehearsals = (rehearsals: readonly Rehearsal[]): Rehearsal => ({
  observations: rehearsals.flatMap(({ observations }) => observations),
  made: Object.assign({}, ...rehearsals.map(({ made }) => made)),
});

/** Components that deploy jobs created and that aren't known yet, because some facts delete them. */
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

/**
 * Asks a local org for these facts. After each one, lists what it created and removes it, so that each fact lists
 * everything it creates.
 */
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
