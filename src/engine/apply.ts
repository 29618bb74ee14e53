import { KeywayError } from '../errors/index.ts';
import type { KeyOutcome } from '../kinds/cache-only-key/apply.ts';
import { keyStage, newCertificates } from '../kinds/cache-only-key/stage.ts';
import { placeStage } from '../kinds/cipher-trust/place.ts';
import { localAuthority } from '../kinds/cipher-trust/session.ts';
import { requireNotRefused } from '../kinds/key-path/findings.ts';
import { contextAfterPlan } from '../kinds/key-path/planned.ts';
import { type KeyToProbe, probeKeys } from '../kinds/key-path/probe-keys.ts';
import type { Check } from '../kinds/link-check.ts';
import type { Planned } from '../operations/plan.ts';
import type { DeployOutcome } from '../salesforce/index.ts';
import { type CarryOutOptions, type DeployResult, emptyResult, jobOf, type Order } from './order.ts';
import { carryOutPhase, isRefusal, type PhaseOutcome, stopIfInterrupted } from './phase.ts';
import { phasesOf } from './phases.ts';
import { readSettled } from './preflight.ts';
import type { Records, RunRecord } from './records.ts';
import type { PlanSecrets } from './secrets.ts';
import type { Session } from './session.ts';

/** A plan that was agreed to, and all that it needs. */
export interface Agreed {
  readonly planned: Planned;
  readonly secrets: PlanSecrets;
  /** Keys that it is too early for. */
  readonly pending: readonly KeyOutcome[];
  /** Live keys whose way changes. */
  readonly onPath: readonly KeyToProbe[];
}

/**
 * Changes the org in the order that is safe, phase by phase, each with metadata, credentials and assignments; then the
 * keys; and reads it all back.
 */
export async function changeOrg(
  session: Session,
  order: Order,
  { planned: agreed, secrets, pending, onPath }: Agreed,
  run: RunRecord,
  records: Records,
  options: CarryOutOptions,
): Promise<DeployResult> {
  const done: PhaseOutcome[] = [];
  let changed = false;
  const jobs = () => done.flatMap(({ job }) => job ?? []);
  const onChange = () => {
    changed = true;
  };
  try {
    const planned = await placeStage(session, agreed, secrets, options);
    if (planned !== agreed) onChange();
    const { desired, state, plan } = planned;
    for (const phase of phasesOf(plan, desired, state)) {
      if (phase.what === 'switch' && done.length > 0) await requireProven(session, order, planned, onPath);
      const earlierJobs = [...run.jobs, ...jobs().map(({ id }) => id)];
      if (jobs().length > 0) records.journal.next(earlierJobs);
      done.push(
        await carryOutPhase(
          session,
          order,
          { phase, state, secrets, records, earlierJobs, isLater: changed, onChange },
          options,
        ),
      );
      stopIfInterrupted(options.signal);
    }
    if (jobs().length > 1) records.remark(severalJobs(jobs()));
    for (const line of await newCertificates(session.org, plan.changes)) records.remark(line);
    const keys = await keyStage(session, order, { planned, pending, remark: records.remark }, options);
    const then = { ...planned, ...(await readSettled(session, desired)) };
    const checks = withPending(await order.check(then), pending);
    const last = jobs().at(-1);
    records.journal.release();
    run.end('done', last?.id);
    return {
      ...emptyResult(session, plan, records, options),
      deploy: jobOf(last),
      credentials: done.flatMap(({ credentials }) => credentials),
      assignments: done.flatMap(({ assignments }) => assignments),
      keys,
      checks,
      history: run.historyId,
    };
  } catch (error) {
    records.journal.release();
    const refused = isRefusal(error) || isKeyRefusal(error);
    const outcome =
      changed || isNotActive(error) ? 'failed half way' : refused ? 'nothing changed' : undefined;
    run.end(outcome, jobs().at(-1)?.id);
    throw error;
  }
}

/** A key that it was too early for is not there, and that it is so is no surprise. */
export function withPending(checks: readonly Check[], pending: readonly KeyOutcome[]): readonly Check[] {
  return checks.map((check) => {
    const until = pending.find(({ name }) => check.link === 'Key' && check.name === name)?.until;
    return until === undefined
      ? check
      : { ...check, message: `is pending until ${until}: run it again then` };
  });
}

/** The new chain is there, and the old one still in use: the last moment to find out that the new one does not work. */
async function requireProven(
  session: Session,
  { config }: Order,
  planned: Planned,
  onPath: readonly KeyToProbe[],
): Promise<void> {
  const context = { config, sources: session.sources, localAuthority: localAuthority(session) };
  const probed = await probeKeys(onPath, contextAfterPlan(context, planned));
  requireNotRefused(probed, 'The new chain is in the org, and keys are still fetched through the old one.');
}

/** Before the key was made, so that it was not. */
function isKeyRefusal(error: unknown): boolean {
  return error instanceof KeywayError && error.code === 'KeyServiceRefused';
}

/** There may be a key, but the org cannot fetch it. */
function isNotActive(error: unknown): boolean {
  return error instanceof KeywayError && error.code === 'KeyNotActive';
}

function severalJobs(jobs: readonly DeployOutcome[]): string {
  return `Sent as ${jobs.length} jobs, so that live keys can be fetched at every moment: ${jobs.map(({ id }) => id).join(', ')}`;
}
