import { formatProblem, type Problem, sortProblems } from '../config/index.ts';
import { displayText, suggestion, withFullStop } from '../config/wording.ts';
import { KeywayError } from '../errors/index.ts';
import type { Plan } from '../kinds/change.ts';
import type { StageName } from '../kinds/kind.ts';
import { kinds } from '../kinds/kinds.ts';
import { readableFrom } from '../kinds/readable.ts';
import type { Planned } from '../kinds/run.ts';
import type { Session } from '../kinds/session.ts';
import type { OrgState } from '../kinds/state.ts';
import type { Adapted, Goal } from './goal.ts';
import { makePlan } from './make-plan.ts';
import { limitToStages } from './only-stages.ts';
import { useApprovedPlan } from './plan-files.ts';
import { completeDesired, readAndComplete } from './read-state.ts';

/** Reads the org and compares it with the desired state. Changes nothing. */
export async function readAndPlan(session: Session, goal: Goal): Promise<Planned> {
  requireKnownSecrets(goal);
  const { desired, state: read } = await readAndComplete(session, goal.desired);
  const planned = await planAgainIfNeeded(session, { ...goal, desired }, read);
  const notes = [
    ...planned.plan.notes,
    ...kinds.flatMap((kind) => kind.notes?.(session, planned) ?? []),
    ...(goal.notes ?? []),
  ];
  const noted: Planned = { ...planned, plan: { ...planned.plan, notes } };
  if (!goal.isRollback) {
    const problems = await problemsOf(session, noted, goal.only);
    return { ...noted, plan: { ...noted.plan, problems } };
  }
  return kinds.reduce((kept, kind) => kind.keep?.(kept) ?? kept, noted);
}

/** Problems that block the requested stages, ordered by place. */
async function problemsOf(
  session: Session,
  planned: Planned,
  only: Goal['only'],
): Promise<readonly Problem[]> {
  const asked = kinds.filter(({ stage }) => only?.includes(stage) ?? true);
  const found = await Promise.all(asked.map((kind) => kind.problems?.(session, planned) ?? []));
  return sortProblems(found.flat());
}

/**
 * Stops a plan that the org can't carry out.
 * @throws KeywayError `PlanBlocked` with everything that blocks the plan
 */
export function requireUnblocked({ problems = [] }: Plan): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  throw new KeywayError(
    'PlanBlocked',
    `This plan can't be applied:\n${errors.map((problem) => `  ${formatProblem(problem)}`).join('\n')}`,
    {
      actions: ['Nothing was sent. Fix each problem in the org or in the config, then run it again.'],
      data: { problems: errors },
    },
  );
}

/** @throws KeywayError `UsageWrong` if the config doesn't have a secret that should be written again */
function requireKnownSecrets({ desired, rewrite = [] }: Goal): void {
  if (rewrite === 'all') return;
  const known = kinds.flatMap((kind) => kind.secretsOf?.(desired) ?? []);
  const unknown = rewrite.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  const names = unknown.map((name) => `${displayText(name)}${suggestion(name, known)}`).join(', ');
  throw new KeywayError('UsageWrong', withFullStop(`The config has no credentials of ${names}`), {
    actions: [
      known.length > 0
        ? `Nothing was sent. --write-credentials accepts ${known.join(', ')}, or no name for all.`
        : 'Nothing was sent. The config has no credentials.',
    ],
  });
}

/**
 * Makes the plan that a deploy applies: complete, limited to the requested stages, and the approved one if there is
 * one.
 * @throws KeywayError if a kind couldn't read what its changes depend on; `PlanBlocked`, `PlanIsForOther`,
 *   `PlanOutdated`
 */
export async function readAndPlanDeploy(session: Session, goal: Goal): Promise<Planned> {
  const planned = await readAndPlan(session, goal);
  if (goal.isRollback) return planned;
  await requireAllRead(session, planned, goal.only);
  requireUnblocked(planned.plan);
  const approved = goal.approvedPlan ? useApprovedPlan(session, planned, goal.approvedPlan) : planned;
  return goal.only ? limitToStages(approved, goal.only) : approved;
}

/**
 * Stops a run that needs a complete plan but couldn't read everything.
 * @throws KeywayError if a kind couldn't read what its changes depend on
 */
export async function requireAllRead(
  session: Session,
  planned: Planned,
  only?: readonly StageName[],
): Promise<void> {
  for (const kind of kinds) {
    const { neededBy = [kind.stage] } = kind;
    const isAsked = only?.some((stage) => neededBy.includes(stage)) ?? true;
    if (isAsked) await kind.requireRead?.(session, planned);
  }
}

/** Makes a plan. If a kind then has to read more, makes it again. */
async function planAgainIfNeeded(session: Session, goal: Goal, read: OrgState): Promise<Planned> {
  const first = planOf(session, goal, read);
  let state = read;
  for (const kind of kinds) state = (await kind.readMoreForPlan?.(session, state, first.plan)) ?? state;
  return state === read ? first : planOf(session, goal, state);
}

function planOf({ sources }: Session, goal: Goal, state: OrgState): Planned {
  const adapted: Adapted = goal.adapt?.(state) ?? { desired: completeDesired(goal.desired, state) };
  const { desired, changes = [], notes = [] } = adapted;
  const plan: Plan = makePlan(desired, state, {
    readable: readableFrom(sources),
    rewrite: goal.rewrite ?? [],
    added: changes,
  });
  return { desired, state, plan: { ...plan, notes: [...plan.notes, ...notes] } };
}
