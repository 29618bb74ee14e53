import type { Plan } from '../kinds/change.ts';
import type { Config } from '../kinds/config.ts';
import type { Progress, Run } from '../kinds/run.ts';
import type { Session } from '../kinds/session.ts';
import type { ApprovalOptions } from './approve.ts';
import { openRecords, type Records } from './records.ts';

/** Options of a run, whatever its goal. */
export interface RunOptions extends ApprovalOptions {
  /** Only lets the org validate. Changes nothing. */
  readonly dryRun?: boolean | undefined;
  /** Time to wait for the metadata job, in milliseconds; default 33 minutes, as in the sf CLI. */
  readonly wait?: number | undefined;
  /** Folder of the history; default `.keyway/history` beside the config. */
  readonly historyDir?: string | undefined;
  /** Assigns permission sets by REST instead of anonymous Apex. */
  readonly noApex?: boolean | undefined;
  /** Sends new certificates in a job before the others. */
  readonly certificatesFirst?: boolean | undefined;
  /** Skips keys that the documented limit doesn't allow yet, without asking the org. */
  readonly respectRotationLimit?: boolean | undefined;
  readonly progress?: Progress | undefined;
  /** Called with the plan before anything is asked or sent, and again whenever it is made again. */
  readonly onPlan?: ((session: Session, plan: Plan) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Path of the report for an auditor, JSON or Markdown by its extension. */
  readonly report?: string | undefined;
  /** The current time, which decides whether a key can be made yet; default: the org's. */
  readonly now?: (() => Date) | undefined;
}

/** A run of the engine: what its steps share, and what only the engine needs. */
export interface EngineRun extends Run {
  readonly records: Records;
  readonly certificatesFirst: boolean;
  readonly onPlan: (plan: Plan) => void;
  readonly approval: Pick<ApprovalOptions, 'yes' | 'allow' | 'ask'>;
}

/** Shows nothing. Used for `--json`, and by default in the library. */
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
    record: records.record,
    progress: options.progress ?? noProgress,
    signal: options.signal,
    now: options.now ?? (() => session.org.connection.now()),
    wait: options.wait,
    dryRun: options.dryRun ?? false,
    noApex: options.noApex ?? false,
    respectRotationLimit: options.respectRotationLimit ?? false,
    certificatesFirst: options.certificatesFirst ?? false,
    onPlan: (plan) => options.onPlan?.(session, plan),
    approval: { yes, allow, ask },
  };
}
