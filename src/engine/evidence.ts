import { KeywayError } from '../errors/index.ts';
import { writeWholeFile } from '../errors/write-file.ts';
import type { Plan } from '../kinds/change.ts';
import { isBroken } from '../kinds/link-check.ts';
import { maskChanges } from '../kinds/masked.ts';
import { type AuditedError, type AuditReport, type AuditTrail, formatAudit } from '../report/audit.ts';
import { errorCodeOf, type Org, query, soql } from '../salesforce/index.ts';
import type { Approval } from './approve.ts';
import { gitStateOf } from './git.ts';
import type { Goal } from './goal.ts';
import type { DeployResult } from './result.ts';
import type { EngineRun } from './run.ts';
import { runOutcomesOf } from './run-outcomes.ts';
import { describeOrg } from './summary.ts';

/*
 * `--report FILE`: the facts that an auditor needs about a run. Written before anything is sent, so that an
 * interrupted run leaves it too, and again at the end.
 */

export interface Evidence {
  planned(plan: Plan): void;
  approved(approvals: readonly Approval[]): void;
  done(result: DeployResult): Promise<void>;
  failed(error: unknown): Promise<void>;
}

/** The org's clock may be behind this machine's. */
const clockDifference = 60_000;

const noEvidence: Evidence = {
  planned: () => {},
  approved: () => {},
  done: async () => {},
  failed: async () => {},
};

/** @throws KeywayError `FileUnwritable` */
export async function openEvidence(file: string | undefined, run: EngineRun, goal: Goal): Promise<Evidence> {
  if (file === undefined) return noEvidence;
  const { session } = run;
  const { config, org } = session;
  const startedAt = new Date();
  let report: AuditReport = {
    keyway: 'report',
    format: 1,
    status: 'cut off',
    what: goal.what,
    ...(goal.of === undefined ? {} : { of: goal.of }),
    startedAt: startedAt.toISOString(),
    endedAt: null,
    ...describeOrg(session),
    config: config.file,
    git: await gitStateOf(config.file),
    apiVersion: goal.config.apiVersion,
    approvedPlan: goal.approvedPlan
      ? { createdAt: goal.approvedPlan.createdAt, checksum: goal.approvedPlan.checksum }
      : null,
    changes: [],
    notes: [],
    confirmations: [],
    deploy: null,
    credentials: [],
    assignments: [],
    keys: [],
    checks: [],
    stages: [],
    history: null,
    error: null,
    setupAuditTrail: null,
  };
  const write = (more: Partial<AuditReport>): void => {
    report = { ...report, ...more };
    const text = file.endsWith('.md') ? formatAudit(report) : `${JSON.stringify(report, null, 2)}\n`;
    writeWholeFile(file, text, {
      actions: ['Choose a file in a folder that you can write to: --report FILE'],
      makeFolders: true,
    });
  };
  const ended = async () => ({
    endedAt: new Date().toISOString(),
    setupAuditTrail: await readAuditTrail(org, startedAt),
  });
  const happened = () => {
    const { deployId: _deployId, ...outcomes } = runOutcomesOf(run.records);
    return outcomes;
  };
  write({});
  run.records.watch(() => {
    try {
      write(happened());
    } catch {
      // The work in the org continues. The report's error appears at the end.
    }
  });
  return {
    planned: ({ changes, notes }) => write({ changes: maskChanges(changes), notes }),
    approved: (confirmations) => write({ confirmations }),
    done: async (result) => {
      const { changes, notes, deploy, credentials, assignments, keys, checks, history } = result;
      const status = result.dryRun ? 'dry run' : isBroken(checks) ? 'broken' : 'done';
      write({
        status,
        changes: maskChanges(changes),
        notes,
        deploy,
        credentials,
        assignments,
        keys,
        checks,
        stages: run.records.stages,
        history,
        ...(await ended()),
      });
    },
    failed: async (error) => {
      const { historyId } = run.records;
      const history = run.records.hasChanged ? historyId : null;
      write({ status: 'failed', error: auditedError(error), ...happened(), history, ...(await ended()) });
    },
  };
}

/**
 * The org's own record of what this user did during the run. Some orgs hide it from the user, and some don't have
 * one.
 */
async function readAuditTrail(org: Org, since: Date): Promise<AuditTrail> {
  const from = { soql: new Date(since.getTime() - clockDifference).toISOString() };
  try {
    const rows = await query<{
      CreatedDate: string;
      Action: string;
      Section: string | null;
      Display: string | null;
    }>(
      org,
      soql`SELECT CreatedDate, Action, Section, Display FROM SetupAuditTrail WHERE CreatedById = ${org.userId} AND CreatedDate >= ${from} ORDER BY CreatedDate`,
      'reading the setup audit trail',
    );
    return {
      available: true,
      rows: rows.map(({ CreatedDate, Action, Section, Display }) => ({
        at: CreatedDate,
        action: Action,
        section: Section ?? '',
        display: Display ?? '',
      })),
    };
  } catch (error) {
    const reason =
      errorCodeOf(error) ?? (error instanceof KeywayError ? error.code : 'the org did not answer');
    return { available: false, reason };
  }
}

function auditedError(error: unknown): AuditedError {
  return error instanceof KeywayError
    ? { name: error.code, message: error.message }
    : { name: 'KeywayBug', message: 'keyway itself failed' };
}
