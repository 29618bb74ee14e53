import type { Plan } from '../kinds/change.ts';
import type { Config } from '../kinds/config.ts';
import type { Progress, Run } from '../kinds/run.ts';
import type { Session } from '../kinds/session.ts';
import type { ApprovalOptions } from './approve.ts';
import { openRecords, type Records } from './records.ts';

/** How a goal is reached, whatever it is. */
export interface RunOptions extends ApprovalOptions {
  /** The org validates, and nothing is changed. */
  readonly dryRun?: boolean | undefined;
  /** How long to wait for the metadata job, in milliseconds; default 33 minutes, as the sf CLI. */
  readonly wait?: number | undefined;
  /** Where the history is kept; default `.keyway/history` beside the config. */
  readonly historyDir?: string | undefined;
  /** Assign by REST rows instead of anonymous Apex. */
  readonly noApex?: boolean | undefined;
  /** Leaves keys that it is too early for by the documented limit, without asking the org. */
  readonly respectRotationLimit?: boolean | undefined;
  readonly progress?: Progress | undefined;
  /** Called with the plan before anything is asked or sent; again where it had to be made anew. */
  readonly onPlan?: ((session: Session, plan: Plan) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** A file for the auditor, JSON or Markdown by its ending. */
  readonly report?: string | undefined;
  /** The time, by which it is told whether a key can be made yet; default the org's. */
  readonly now?: (() => Date) | undefined;
}

/** A run of the engine: what its steps share, and what only the engine itself needs. */
export interface EngineRun extends Run {
  readonly records: Records;
  readonly onPlan: (plan: Plan) => void;
  readonly approval: Pick<ApprovalOptions, 'yes' | 'allow' | 'ask'>;
}

/** Nothing is shown: `--json`, and the library by default. */
export const noProgress: Progress = {
  stage: (_title, run) => run(() => {}),
  line: () => {},
};

export function openRun(session: Session, config: Config, options: RunOptions): EngineRun {
  const records = openRecords(session, options.historyDir);
  const { yes = false, allow = [], ask } = options;
  return {
    session,
    config,
    records,
    remark: records.remark,
    did: records.did,
    progress: options.progress ?? noProgress,
    signal: options.signal,
    now: options.now ?? (() => session.org.connection.now()),
    wait: options.wait,
    dryRun: options.dryRun ?? false,
    noApex: options.noApex ?? false,
    respectRotationLimit: options.respectRotationLimit ?? false,
    onPlan: (plan) => options.onPlan?.(session, plan),
    approval: { yes, allow, ask },
  };
}
