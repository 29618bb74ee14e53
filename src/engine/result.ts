import type { Plan } from '../kinds/change.ts';
import type { Check } from '../kinds/link-check.ts';
import type { Outcomes } from '../kinds/outcomes.ts';
import { nothingDone } from './outcomes.ts';
import type { EngineRun } from './run.ts';
import { describeOrg, type OrgSummary } from './summary.ts';

export interface DeployResult extends OrgSummary, Outcomes {
  readonly dryRun: boolean;
  readonly changes: Plan['changes'];
  /** What can't be compared or restored, and what happened during the run. */
  readonly notes: Plan['notes'];
  /** The notes about what happened during the run. */
  readonly remarks: readonly string[];
  readonly checks: readonly Check[];
  /** Id of the history entry that a rollback of this run uses; null if nothing was changed. */
  readonly history: string | null;
}

/** Builds the result of a run: its plan and the outcomes. */
export function resultOf(
  { session, records, dryRun }: EngineRun,
  plan: Plan,
  done: Partial<Outcomes> & { readonly checks?: readonly Check[]; readonly history?: string | null } = {},
): DeployResult {
  const { remarks } = records;
  return {
    ...describeOrg(session),
    dryRun,
    changes: plan.changes,
    notes: [...plan.notes, ...remarks],
    remarks,
    ...nothingDone,
    checks: [],
    history: null,
    ...done,
  };
}
