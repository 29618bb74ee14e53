import { type AssignmentOutcome, applyAssignments, applyMetadata } from '../apply/index.ts';
import { type Plan, questionOf, readState } from '../plan/index.ts';
import { type Progress, silentProgress } from '../report/progress.ts';
import { type Check, checkChain } from '../verify/index.ts';
import { type ConsentOptions, requireConsent } from './consent.ts';
import { legacySecretsOf } from './legacy-secrets.ts';
import { type Planned, planSession } from './plan.ts';
import { requireAssignees, requirePermissions } from './preflight.ts';
import { type OrgOptions, openSession, type Session } from './session.ts';
import { describeOrg, type OrgSummary } from './summary.ts';

/** The parts of a deploy, in the order in which they are carried out. */
export const stages = ['metadata', 'assignments'] as const;
export type Stage = (typeof stages)[number];

export interface DeployOptions extends OrgOptions, Partial<ConsentOptions> {
  /** The org validates, and nothing is changed. */
  readonly dryRun?: boolean | undefined;
  /** Only these stages; default all. */
  readonly only?: readonly Stage[] | undefined;
  /** How long to wait for the metadata job, in milliseconds; default 33 minutes, as the sf CLI. */
  readonly wait?: number | undefined;
  readonly progress?: Progress | undefined;
  /** Called with the plan before anything is asked or sent. */
  readonly onPlan?: ((session: Session, plan: Plan) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface DeployResult extends OrgSummary {
  readonly dryRun: boolean;
  readonly changes: Plan['changes'];
  readonly notes: Plan['notes'];
  /** null when no job was sent. */
  readonly deploy: { readonly id: string; readonly status: string } | null;
  readonly credentials: readonly never[];
  readonly assignments: readonly AssignmentOutcome[];
  readonly keys: readonly never[];
  readonly checks: readonly Check[];
}

const defaultWait = 33 * 60_000;

/**
 * Plans, asks for what the plan needs, carries it out in order, and reads everything back.
 * A second run finds nothing to do and sends no job.
 */
export async function deploy(
  options: DeployOptions,
): Promise<DeployResult & { readonly warnings: Session['warnings'] }> {
  const session = await openSession(options);
  try {
    return { ...(await deploySession(session, options)), warnings: session.warnings };
  } finally {
    await session.close();
  }
}

async function deploySession(session: Session, options: DeployOptions): Promise<DeployResult> {
  const { config, org } = session;
  const { dryRun = false, progress = silentProgress, only = stages } = options;
  const planned = onlyStages(await planSession(session), only);
  const { desired, state, plan } = planned;
  options.onPlan?.(session, plan);
  const result = {
    ...describeOrg(session),
    dryRun,
    changes: plan.changes,
    notes: plan.notes,
    deploy: null,
    credentials: [],
    assignments: [],
    keys: [],
  };
  if (plan.changes.length === 0) return { ...result, checks: checkChain(desired, state) };

  requireAssignees(config, state);
  await requirePermissions(org, plan);
  if (!dryRun) {
    const { yes = false, allow = [], ask } = options;
    await requireConsent(plan, org, config.environment, { yes, allow, ask });
  }
  const secrets = legacySecretsOf(config, plan);
  const job = await progress.stage(
    'Metadata',
    (update) =>
      applyMetadata(org, config, plan.changes, desired, {
        checkOnly: dryRun,
        wait: options.wait ?? defaultWait,
        secrets,
        signal: options.signal,
        onProgress: ({ status, done, total }) => update(`${status}, ${done} of ${total} components`),
      }),
    (outcome) => {
      if (!outcome) return 'nothing to send';
      const { components, elapsedMs, id } = outcome;
      const counts = `${components.length} of ${outcome.total} components`;
      return `${counts}   ${(elapsedMs / 1000).toFixed(1)} s   ${id}${dryRun ? '   validated, nothing changed' : ''}`;
    },
  );
  const sent = { ...result, deploy: job ? { id: job.id, status: job.status } : null };
  if (dryRun) return { ...sent, checks: [] };

  const assignments = plan.changes.some(({ type }) => type === 'Assignment')
    ? await progress.stage(
        'Assignments',
        () => applyAssignments(org, plan.changes, state),
        (outcomes) =>
          outcomes
            .map(({ name, outcome }) => `${name}${outcome === 'unassigned' ? ' taken away' : ''}`)
            .join(', '),
      )
    : [];
  const checks = checkChain(desired, await readState(org, questionOf(desired)));
  return { ...sent, assignments, checks };
}

/** A plan without the changes of stages that are not asked for; they are left, not forgotten: a note says so. */
function onlyStages(planned: Planned, only: readonly Stage[]): Planned {
  const stageOf = (type: string): Stage => (type === 'Assignment' ? 'assignments' : 'metadata');
  const changes = planned.plan.changes.filter(({ type }) => only.includes(stageOf(type)));
  const left = planned.plan.changes.length - changes.length;
  const notes =
    left > 0
      ? [...planned.plan.notes, `--only leaves ${left} changes of other stages undone`]
      : planned.plan.notes;
  return { ...planned, plan: { changes, notes } };
}
