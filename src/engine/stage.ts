import type { Change } from '../kinds/change.ts';
import type { StageName } from '../kinds/kind.ts';
import type { KeyOutcome } from '../kinds/outcomes.ts';
import type { Planned, Secrets } from '../kinds/run.ts';
import type { EngineRun } from './run.ts';

/** What a stage gets: the plan as it is known now, and the changes of this phase of it. */
export interface StageInput {
  readonly planned: Planned;
  readonly changes: readonly Change[];
  readonly secrets: Secrets;
  /** Changes that can't be made yet. */
  readonly pending: readonly KeyOutcome[];
}

/** One part of a deploy that is done as a whole before the next begins. */
export interface Stage {
  readonly name: StageName;
  applies(changes: readonly Change[]): boolean;
  /** What was done is said to the run as it happens; the plan comes back with what came to light. */
  apply(run: EngineRun, input: StageInput): Promise<Planned>;
}
