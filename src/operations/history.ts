import { openHistory } from '../engine/history.ts';
import { historyDirectory } from '../engine/records.ts';
import { type OrgOptions, type Remarks, withSession } from '../engine/session.ts';
import type { Snapshot } from '../engine/snapshot.ts';
import { describeOrg, type OrgSummary } from '../engine/summary.ts';

export interface HistoryOptions extends OrgOptions {
  /** Default: `.keyway/history` beside the config. */
  readonly historyDir?: string | undefined;
}

export type HistoryEntry = Omit<Snapshot, 'keyway' | 'format' | 'before' | 'org'> & {
  readonly username: string;
};

export interface HistoryResult extends OrgSummary {
  readonly directory: string;
  /** Newest first. */
  readonly entries: readonly HistoryEntry[];
  readonly notes: readonly string[];
}

/** Lists what was deployed to an org from this machine. Changes nothing. */
export function history(options: HistoryOptions): Promise<HistoryResult & Remarks> {
  return withSession(options, async (session) => {
    const directory = historyDirectory(session.config.file, options.historyDir);
    const opened = openHistory(directory, session.org.id);
    const { entries, remarks } = opened.list();
    return {
      ...describeOrg(session),
      directory: opened.directory,
      entries: entries.map(({ keyway: _keyway, format: _format, before: _before, org, ...entry }) => ({
        ...entry,
        username: org.username,
      })),
      notes: remarks,
    };
  });
}
