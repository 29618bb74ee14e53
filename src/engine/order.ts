import type { AssignmentOutcome } from '../kinds/assignment/apply.ts';
import type { KeyOutcome } from '../kinds/cache-only-key/apply.ts';
import type { Plan } from '../kinds/change.ts';
import type { Config } from '../kinds/config.ts';
import type { CredentialOutcome } from '../kinds/credential/apply.ts';
import type { Check } from '../kinds/link-check.ts';
import type { Planned } from '../operations/plan.ts';
import type { Progress } from '../report/progress.ts';
import type { DeployOutcome } from '../salesforce/index.ts';
import type { ApprovalOptions } from './approve.ts';
import type { SavedPlan } from './plan-file.ts';
import type { OrderRecord, Records } from './records.ts';
import type { Session } from './session.ts';
import { describeOrg, type OrgSummary } from './summary.ts';

/** How a plan is carried out, whatever it came from. */
export interface CarryOutOptions extends ApprovalOptions {
  /** The org validates, and nothing is changed. */
  readonly dryRun?: boolean | undefined;
  /** How long to wait for the metadata job, in milliseconds; default 33 minutes, as the sf CLI. */
  readonly wait?: number | undefined;
  /** Where the history is kept; default `.keyway/history` beside the config. */
  readonly historyDir?: string | undefined;
  /** Assign by REST rows instead of anonymous Apex. */
  readonly noApex?: boolean | undefined;
  readonly progress?: Progress | undefined;
  /** Called with the plan before anything is asked or sent; again where it had to be made anew. */
  readonly onPlan?: ((session: Session, plan: Plan) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** A file for the auditor, JSON or Markdown by its ending. */
  readonly report?: string | undefined;
  /** The time, by which it is told whether a key can be made yet; default the org's. */
  readonly now?: (() => Date) | undefined;
}

/** What is to be done, and what it is called in the history. */
export interface Order extends OrderRecord {
  /** What is sent is rendered for its API version, and failures are shown in it. */
  readonly config: Config;
  readonly approvedPlan?: Pick<SavedPlan, 'allow' | 'createdAt' | 'checksum'> | undefined;
  /** Reads the org and makes the plan; called again where the org has moved meanwhile. */
  readonly plan: () => Promise<Planned>;
  /** Stops where something that is wanted cannot be, before anything is asked or sent. */
  readonly ready?: (planned: Planned) => void;
  readonly check: (planned: Planned) => Promise<readonly Check[]>;
}

export interface DeployResult extends OrgSummary {
  readonly dryRun: boolean;
  readonly changes: Plan['changes'];
  /** What cannot be compared or brought back, and what happened on the way. */
  readonly notes: Plan['notes'];
  /** Of the notes, what happened on the way. */
  readonly remarks: readonly string[];
  /** null when no job was sent. */
  readonly deploy: { readonly id: string; readonly status: string } | null;
  readonly credentials: readonly CredentialOutcome[];
  readonly assignments: readonly AssignmentOutcome[];
  readonly keys: readonly KeyOutcome[];
  readonly checks: readonly Check[];
  /** The entry of the history that leads back from here; null where nothing was changed. */
  readonly history: string | null;
}

/** As the sf CLI waits. */
export const defaultWait = 33 * 60_000;

export function jobOf(job: DeployOutcome | undefined): DeployResult['deploy'] {
  return job ? { id: job.id, status: job.status } : null;
}

/** What is told of a run in which nothing was sent. */
export function emptyResult(
  session: Session,
  plan: Plan,
  { remarks }: Records,
  { dryRun = false }: CarryOutOptions,
): DeployResult {
  return {
    ...describeOrg(session),
    dryRun,
    changes: plan.changes,
    notes: [...plan.notes, ...remarks],
    remarks,
    deploy: null,
    credentials: [],
    assignments: [],
    keys: [],
    checks: [],
    history: null,
  };
}
