import type { Change } from '../kinds/change.ts';
import type { StageName } from '../kinds/kind.ts';
import type { KeyOutcome } from '../kinds/outcomes.ts';
import type { Planned, Secrets } from '../kinds/run.ts';
import type { EngineRun } from './run.ts';

/** The input of a stage: the current plan, and its changes in this phase. */
export interface StageInput {
  readonly planned: Planned;
  readonly changes: readonly Change[];
  readonly secrets: Secrets;
  /** Changes that can't be made yet. */
  readonly pending: readonly KeyOutcome[];
}

/** One part of a deploy, completed before the next one starts. */
export interface Stage {
  readonly name: StageName;
  applies(changes: readonly Change[]): boolean;
  /** Reports each change to the run as it happens. Returns the plan with the facts that became known. */
  apply(run: EngineRun, input: StageInput): Promise<Planned>;
}
