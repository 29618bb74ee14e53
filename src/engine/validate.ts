import type { Planned, Secrets } from '../kinds/run.ts';
import { kindOf } from './make-plan.ts';
import { type DeployResult, resultOf } from './result.ts';
import type { EngineRun } from './run.ts';
import { isAppliedSeparately, sendComponents } from './send-components.ts';

/** `--dry-run`: the org validates what a deploy would send and changes nothing. */
export async function validateInOrg(
  run: EngineRun,
  planned: Planned,
  secrets: Secrets,
): Promise<DeployResult> {
  const checked = withoutHeldDeletes(planned, run.remark);
  if (checked.plan.changes.some((change) => isAppliedSeparately(run.config, change)))
    run.remark('Permission sets with grantBy: records were not validated, because no job carries them.');
  await sendComponents(run, { planned: checked, changes: checked.plan.changes, secrets });
  return resultOf(run, planned.plan, { deploy: run.records.done.deploy });
}

/** Leaves out the deletes, because the org can't validate them while what must be removed first still exists. */
function withoutHeldDeletes(planned: Planned, remark: (sentence: string) => void): Planned {
  const { changes, notes } = planned.plan;
  const isHeld = changes.some((change) => {
    const kind = kindOf(change.type);
    return kind?.release && kind.stageOf?.(change, changes) === 'metadata';
  });
  if (!isHeld) return planned;
  remark(
    'Deletes were not validated, because a permission set to delete is still assigned and the org would reject that.',
  );
  return { ...planned, plan: { changes: changes.filter(({ action }) => action !== 'delete'), notes } };
}
