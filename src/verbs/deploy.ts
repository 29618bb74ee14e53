import {
  type AssignmentOutcome,
  applyAssignments,
  applyCredentials,
  applyMetadata,
  type CredentialOutcome,
} from '../apply/index.ts';
import type { Plan, Rewrite } from '../plan/index.ts';
import { type Progress, silentProgress } from '../report/progress.ts';
import type { Check } from '../verify/index.ts';
import { checkSession } from './checks.ts';
import { type ConsentOptions, requireConsent } from './consent.ts';
import { type Planned, planSession } from './plan.ts';
import { readDesired, requireAssignees, requirePermissions } from './preflight.ts';
import { readSavedPlan, withApproved } from './saved-plan.ts';
import { resolveSecrets } from './secrets.ts';
import { inSession, type OrgOptions, type Remarks, type Session } from './session.ts';
import { describeOrg, type OrgSummary } from './summary.ts';

/** The parts of a deploy, in the order in which they are carried out. */
export const stages = ['metadata', 'credentials', 'assignments'] as const;
export type Stage = (typeof stages)[number];

export interface DeployOptions extends OrgOptions, Partial<ConsentOptions> {
  /** A file that `plan --out` saved: that plan is carried out, or none. */
  readonly plan?: string | undefined;
  /** The org validates, and nothing is changed. */
  readonly dryRun?: boolean | undefined;
  /** Only these stages; default all. */
  readonly only?: readonly Stage[] | undefined;
  /** How long to wait for the metadata job, in milliseconds; default 33 minutes, as the sf CLI. */
  readonly wait?: number | undefined;
  /** Credentials that are written even where nothing differs; default none. */
  readonly rewrite?: Rewrite | undefined;
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
  readonly credentials: readonly CredentialOutcome[];
  readonly assignments: readonly AssignmentOutcome[];
  readonly keys: readonly never[];
  readonly checks: readonly Check[];
}

const defaultWait = 33 * 60_000;

/**
 * Plans, asks for what the plan needs, carries it out in order, and reads everything back.
 * A second run finds nothing to do and sends no job.
 */
export function deploy(options: DeployOptions): Promise<DeployResult & Remarks> {
  return inSession(options, (session) => deploySession(session, options));
}

async function deploySession(session: Session, options: DeployOptions): Promise<DeployResult> {
  const { config, org } = session;
  const { dryRun = false, progress = silentProgress, only = stages } = options;
  const saved = options.plan === undefined ? undefined : readSavedPlan(options.plan);
  const made = await planSession(session, options.rewrite);
  const planned = onlyStages(saved ? withApproved(session, made, saved) : made, only);
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
  if (plan.changes.length === 0) return { ...result, checks: await checkSession(session, desired, state) };

  requireAssignees(config, state);
  await requirePermissions(org, plan);
  if (!dryRun) {
    const { yes = false, allow = [], ask } = options;
    await requireConsent(plan, org, config.environment, { yes, allow, ask, approved: saved?.allow });
  }
  const secrets = resolveSecrets(config, desired.credentials, plan, session.sources);
  const job = await progress.stage(
    'Metadata',
    (update) =>
      applyMetadata(org, config, plan.changes, desired, {
        checkOnly: dryRun,
        wait: options.wait ?? defaultWait,
        secrets: secrets.legacy,
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

  const credentials = plan.changes.some(({ type }) => type === 'Credential')
    ? await progress.stage(
        'Credentials',
        () => applyCredentials(org, plan.changes, desired.credentials, secrets.credentials),
        (outcomes) => outcomes.map(({ name, outcome }) => `${name} ${outcome}`).join(', '),
      )
    : [];
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
  const checks = await checkSession(session, desired, await readDesired(org, desired));
  return { ...sent, credentials, assignments, checks };
}

const stageByType: Readonly<Record<string, Stage>> = { Assignment: 'assignments', Credential: 'credentials' };

/** A plan without the changes of stages that are not asked for; they are left, not forgotten: a note says so. */
function onlyStages(planned: Planned, only: readonly Stage[]): Planned {
  const stageOf = (type: string): Stage => stageByType[type] ?? 'metadata';
  const changes = planned.plan.changes.filter(({ type }) => only.includes(stageOf(type)));
  const left = planned.plan.changes.length - changes.length;
  const notes =
    left > 0
      ? [...planned.plan.notes, `--only leaves ${left} changes of other stages undone`]
      : planned.plan.notes;
  return { ...planned, plan: { changes, notes } };
}
