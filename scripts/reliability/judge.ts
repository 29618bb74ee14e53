import { allComponents, type OrgState } from './org-state.ts';
import type { Account, Fact, Statement } from './statements.ts';

/** The expected content of an org after the deploy, without duplicates. */
export interface Wanted {
  readonly components: readonly string[];
  readonly credentials: readonly string[];
  readonly assignments: readonly string[];
  /** As in `acme-data-1 ACTIVE`. */
  readonly keys: readonly string[];
}

export const wantedOf = (hasKey: boolean): Wanted => ({
  components: allComponents,
  credentials: ['AcmeKms-KeyService'],
  assignments: ['AcmeKeyAccess → autoproc'],
  keys: hasKey ? ['acme-data-1 ACTIVE'] : [],
});

/** The stage that creates each fact. */
const stageOf: Readonly<Record<Fact, string>> = {
  component: 'metadata',
  credential: 'credentials',
  assignment: 'assignments',
  key: 'keys',
};

/**
 * The statements of an account that aren't true of an org.
 * @param before the org's state before the run
 * @param after the org's state after the run, when its jobs have ended
 */
export function untrueWords(
  account: Account,
  before: OrgState,
  after: OrgState,
  wanted: Wanted,
): readonly string[] {
  const untrue = account.told.flatMap((told) => {
    const problem = problemOf(told, before, after, wanted);
    return problem === undefined ? [] : [`${account.medium}: ${problem}: ${told.words}`];
  });
  if (!account.isExhaustive) return untrue;
  return [
    ...untrue,
    ...untold(account, before, after).map((what) => `${account.medium}: does not tell ${what}`),
  ];
}

function problemOf(
  statement: Statement,
  before: OrgState,
  after: OrgState,
  wanted: Wanted,
): string | undefined {
  const held = factsOf(after);
  switch (statement.says) {
    case 'job': {
      const job = after.jobs.find(({ id }) => id === statement.id);
      if (!job) return `there is no job ${statement.id}`;
      const { status = job.status } = statement;
      return job.status === status ? undefined : `job ${job.id} is ${job.status}`;
    }
    case 'no job':
      return newJobs(before, after).length > 0
        ? `there is the job ${newJobs(before, after)[0]?.id}`
        : undefined;
    case 'no earlier job':
      return before.jobs.length > 0 ? `there was the job ${before.jobs[0]?.id}` : undefined;
    case 'there':
      return held[statement.what].includes(statement.name)
        ? undefined
        : `${statement.name} is not in the org`;
    case 'not there':
      return held[statement.what].includes(statement.name) ? `${statement.name} is in the org` : undefined;
    case 'stage done': {
      const missing = missingOf(statement.stage, held, wanted);
      return missing.length > 0 ? `${missing.join(', ')} is not in the org` : undefined;
    }
    case 'stage failed':
      return missingOf(statement.stage, held, wanted).length === 0
        ? 'the stage is complete in the org'
        : undefined;
    case 'nothing changed': {
      const made = [
        ...newJobs(before, after).map(({ id }) => id),
        ...newFacts(before, after).map(({ name }) => name),
      ];
      return made.length > 0 ? `${made.join(', ')} is new in the org` : undefined;
    }
    case 'all there': {
      const missing = Object.values(stageOf).flatMap((stage) => missingOf(stage, held, wanted));
      return missing.length > 0 ? `${missing.join(', ')} is not in the org` : undefined;
    }
    case 'no answer':
      return 'what was promised is missing';
    case 'not known':
      return undefined;
  }
}

/** What the run did but its account omits, unless it says that it doesn't know. */
function untold({ told }: Account, before: OrgState, after: OrgState): readonly string[] {
  const isOpen = (stage: string) => told.some((one) => one.says === 'not known' && one.stage === stage);
  const jobs = newJobs(before, after)
    .filter(
      ({ id, status }) =>
        status === 'Succeeded' &&
        !isOpen('metadata') &&
        !told.some((one) => one.says === 'job' && one.id === id),
    )
    .map(({ id }) => `the job ${id}`);
  const facts = newFacts(before, after)
    .filter(({ what }) => what !== 'component' && !isOpen(stageOf[what]))
    .filter(
      ({ what, name }) =>
        !told.some(
          (one) =>
            (one.says === 'there' && one.what === what && one.name === name) ||
            (one.says === 'stage done' && one.stage === stageOf[what]) ||
            one.says === 'all there',
        ),
    )
    .map(({ what, name }) => `the ${what} ${name}`);
  return [...jobs, ...facts];
}

/** Problems if an org doesn't contain everything expected exactly once, or if more than one job was sent for it. */
export function notConverged(state: OrgState, wanted: Wanted): readonly string[] {
  const held = factsOf(state);
  const differing = (Object.keys(stageOf) as Fact[]).flatMap((what) => {
    const [is, should] = [held[what].toSorted().join(', '), wantedFacts(wanted)[what].toSorted().join(', ')];
    return is === should ? [] : [`${what}: ${is || 'none'}, not ${should || 'none'}`];
  });
  const succeeded = state.jobs.filter(({ status }) => status === 'Succeeded').length;
  return succeeded === 1 ? differing : [...differing, `${succeeded} jobs succeeded`];
}

function missingOf(stage: string, held: Record<Fact, readonly string[]>, wanted: Wanted): readonly string[] {
  const facts = (Object.keys(stageOf) as Fact[]).filter((what) => stageOf[what] === stage);
  return facts.flatMap((what) => wantedFacts(wanted)[what].filter((name) => !held[what].includes(name)));
}

function newJobs(before: OrgState, after: OrgState): OrgState['jobs'] {
  return after.jobs.filter(({ id }) => !before.jobs.some((job) => job.id === id));
}

function newFacts(before: OrgState, after: OrgState): readonly { what: Fact; name: string }[] {
  const [had, held] = [factsOf(before), factsOf(after)];
  return (Object.keys(stageOf) as Fact[]).flatMap((what) =>
    held[what].filter((name) => !had[what].includes(name)).map((name) => ({ what, name })),
  );
}

function factsOf({ components, credentials, assignments, keys }: OrgState): Record<Fact, readonly string[]> {
  const names = keys.map(({ identifier, status }) => `${identifier} ${status}`);
  return { component: components, credential: credentials, assignment: assignments, key: names };
}

function wantedFacts({
  components,
  credentials,
  assignments,
  keys,
}: Wanted): Record<Fact, readonly string[]> {
  return { component: components, credential: credentials, assignment: assignments, key: keys };
}
