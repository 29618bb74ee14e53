import type { Plan } from '../kinds/change.ts';
import type { Check } from '../kinds/link-check.ts';
import type { Outcomes } from '../kinds/outcomes.ts';
import { nothingDone } from './outcomes.ts';
import type { EngineRun } from './run.ts';
import { describeOrg, type OrgSummary } from './summary.ts';

export interface DeployResult extends OrgSummary, Outcomes {
  readonly dryRun: boolean;
  readonly changes: Plan['changes'];
  /** What cannot be compared or brought back, and what happened on the way. */
  readonly notes: Plan['notes'];
  /** Of the notes, what happened on the way. */
  readonly remarks: readonly string[];
  readonly checks: readonly Check[];
  /** The entry of the history that leads back from here; null where nothing was changed. */
  readonly history: string | null;
}

/** What is told of a run: its plan, and what came of it. */
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
