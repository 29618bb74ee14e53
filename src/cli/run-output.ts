import type { DeployResult } from '../engine/result.ts';
import { headingOf } from '../engine/summary.ts';
import type { Plan } from '../kinds/change.ts';
import { isBroken } from '../kinds/link-check.ts';
import type { Session } from '../kinds/session.ts';
import { formatPlan } from '../report/changes.ts';
import { checksToReview, countChecks, formatChecks } from '../report/checks.ts';
import { paint, print, printable, printFinding } from '../report/terminal.ts';

/** Prints the plan before it is applied. */
export function printPlan(session: Session, plan: Plan): void {
  print(printable(headingOf(session)));
  if (plan.changes.length > 0) print(['', ...formatPlan(plan), ''].join('\n'));
}

/** Prints what was done, and the remarks from the run. */
export function printResult(result: DeployResult): void {
  const { checks, changes, dryRun, remarks } = result;
  for (const remark of remarks) printFinding(`${paint('yellow', '!')} ${printable(remark)}`);
  if (dryRun) {
    print(changes.length === 0 ? 'Nothing to do.' : 'Dry run: nothing was changed.');
    return;
  }
  const broken = isBroken(checks);
  if (checks.length === 0 && changes.length === 0) {
    print('Nothing to do, and nothing to verify.');
    return;
  }
  const verified = broken ? `Broken: ${countChecks(checks)}.` : `Verified ${countChecks(checks)}.`;
  if (changes.length === 0) print(`Nothing to do. ${verified}`);
  else
    print(
      `${broken ? paint('red', '✖') : paint('green', '✔')} ${broken ? 'Broken' : 'Verified'}${' '.repeat(broken ? 7 : 5)}${countChecks(checks)}`,
    );
  const shown = checksToReview(checks);
  if (shown.length > 0) printFinding(['', ...formatChecks(shown)].join('\n'));
  if (changes.length > 0) print(nextSteps(result, broken));
}

/** Suggests the next command. */
function nextSteps({ changes, environment, history }: DeployResult, broken: boolean): string {
  if (broken)
    return '\nNext: do what the lines marked ✖ say, then run this again. It does only what is missing.';
  const where = environment === null ? '' : ` --env ${printable(environment)}`;
  const count = `${changes.length} ${changes.length === 1 ? 'change' : 'changes'} made.`;
  return history === null ? count : `${count} To undo: keyway rollback${where}`;
}
