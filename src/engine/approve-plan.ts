import type { Plan } from '../kinds/change.ts';
import { isPending } from '../kinds/outcomes.ts';
import { type Approval, approveRisks, risksOf } from './approve.ts';
import type { Goal } from './goal.ts';
import type { EngineRun } from './run.ts';
import type { StageInput } from './stage.ts';

/** Asks for the approvals that a plan needs. Doesn't ask for changes that can't be made yet. */
export function approvePlan(
  { session, approval }: EngineRun,
  goal: Goal,
  plan: Plan,
  pending: StageInput['pending'],
): Promise<readonly Approval[]> {
  const due = plan.changes.filter((change) => !isPending(change, pending));
  const request = { what: 'This deploy', risks: risksOf(due) };
  return approveRisks(request, session.org, session.config.environment, {
    ...approval,
    approved: goal.approvedPlan?.allow,
  });
}
