import type { Change } from '../kinds/change.ts';
import type { Check } from '../kinds/link-check.ts';
import { countChecks } from './checks.ts';

/**
 * What an auditor needs to know about a run: who changed what in which org, who approved it, and the org's state
 * afterwards.
 */
export interface AuditReport {
  readonly keyway: 'report';
  readonly format: 1;
  readonly status: 'cut off' | 'done' | 'broken' | 'failed' | 'dry run';
  readonly what: string;
  readonly of?: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly environment: string | null;
  readonly org: {
    readonly id: string;
    readonly username: string;
    readonly instanceUrl: string;
    readonly kind: string;
  };
  readonly config: string;
  readonly git: { readonly commit: string; readonly dirty: boolean } | null;
  readonly apiVersion: string;
  readonly approvedPlan: { readonly createdAt: string; readonly checksum: string } | null;
  readonly changes: readonly Change[];
  readonly notes: readonly string[];
  readonly confirmations: readonly {
    readonly to: string;
    readonly by: string;
    readonly names: readonly string[];
  }[];
  readonly deploy: { readonly id: string; readonly status: string } | null;
  readonly credentials: readonly Outcome[];
  readonly assignments: readonly Outcome[];
  readonly keys: readonly KeyOutcome[];
  readonly checks: readonly Check[];
  /** The state of each stage. A stage that isn't listed didn't start. */
  readonly stages: readonly { readonly name: string; readonly state: 'done' | 'failed' | 'unknown' }[];
  readonly history: string | null;
  readonly error: AuditedError | null;
  readonly setupAuditTrail: AuditTrail | null;
}

interface KeyOutcome extends Outcome {
  readonly type: string;
  readonly identifier: string;
  readonly status: string | null;
  readonly version: number | null;
  readonly statusCode: string | null;
  readonly until?: string;
}

interface Outcome {
  readonly name: string;
  readonly outcome: string;
}

export interface AuditedError {
  readonly name: string;
  readonly message: string;
}

export type AuditTrail =
  | {
      readonly available: true;
      readonly rows: readonly {
        readonly at: string;
        readonly action: string;
        readonly section: string;
        readonly display: string;
      }[];
    }
  | { readonly available: false; readonly reason: string };

/** The report as Markdown. */
export function formatAudit(report: AuditReport): string {
  const { org, git, approvedPlan, deploy, error, setupAuditTrail: trail } = report;
  const facts: readonly (readonly [string, string])[] = [
    ['Status', report.status],
    ['From, to', `${report.startedAt}, ${report.endedAt ?? 'cut off'}`],
    ['Org', `${org.id} (${org.kind}), ${org.instanceUrl}`],
    ['User', org.username],
    ['Environment', report.environment ?? 'none'],
    ['Config', report.config],
    ['Commit', git ? `${git.commit}${git.dirty ? ', changed since' : ''}` : 'not in git'],
    ['API version', report.apiVersion],
    ['Approved plan', approvedPlan ? `${approvedPlan.checksum}, made ${approvedPlan.createdAt}` : 'none'],
    ['Deploy job', deploy ? `${deploy.id}, ${deploy.status}` : noJob(report)],
    ['History', report.history ?? noHistory(report)],
    ['Links', report.checks.length > 0 ? countChecks(report.checks) : 'not read back'],
    ['Stages', report.stages.map(({ name, state }) => `${name} ${state}`).join(', ') || 'none began'],
  ];
  return [
    `# keyway ${report.what}${report.of === undefined ? '' : ` of ${report.of}`}`,
    table(['', ''], facts),
    ...(error ? ['## Error', `${error.name}: ${cell(error.message)}`] : []),
    '## Changes',
    table(
      ['', 'Type', 'Name', 'Risks', 'Fields'],
      report.changes.map(({ action, type, name, risks, fields }) => [
        action,
        type,
        name,
        risks.join(', '),
        fields.map(({ path, from = 'none', to = 'none' }) => `${path}: ${from} → ${to}`).join('; '),
      ]),
    ),
    '## Confirmations',
    table(
      ['To', 'By', 'For'],
      report.confirmations.map(({ to, by, names }) => [to, by, names.join(', ')]),
    ),
    '## Credentials and assignments',
    table(
      ['Name', 'Outcome'],
      [...report.credentials, ...report.assignments].map(({ name, outcome }) => [name, outcome]),
    ),
    ...unknownIn(report, 'credentials', 'assignments'),
    '## Keys',
    table(
      ['Name', 'Type', 'Identifier', 'Outcome', 'Status', 'Version', 'StatusCode'],
      report.keys.map(({ name, type, identifier, outcome, status, version, statusCode, until }) => [
        name,
        type,
        identifier,
        until === undefined ? outcome : `${outcome} until ${until}`,
        status ?? '',
        version === null ? '' : String(version),
        statusCode ?? 'no event received',
      ]),
    ),
    ...unknownIn(report, 'keys'),
    '## Links, read back',
    table(
      ['Link', 'Name', 'Held', ''],
      report.checks.map(({ link, name, ok, message }) => [
        link,
        name,
        ok === null ? 'not provable' : ok ? 'yes' : 'no',
        message,
      ]),
      'Not read back.',
    ),
    '## Setup audit trail',
    trail?.available
      ? table(
          ['Time', 'Action', 'Section', ''],
          trail.rows.map(({ at, action, section, display }) => [at, action, section, display]),
        )
      : `Not available${trail ? `: ${trail.reason}` : ''}.`,
    ...(report.notes.length > 0
      ? ['## Notes', report.notes.map((note) => `- ${cell(note)}`).join('\n')]
      : []),
    '',
  ].join('\n\n');
}

/** Explains why a report has no metadata job. */
function noJob({ stages }: AuditReport): string {
  const state = stages.find(({ name }) => name === 'metadata')?.state;
  if (state === 'unknown') return "unknown: the org's answer is missing";
  return state === 'failed' ? 'failed: the org changed none of it' : 'none was sent';
}

/** Explains why a report has no history entry. */
function noHistory({ stages, credentials, assignments, keys, deploy }: AuditReport): string {
  const hasChanged = deploy !== null || credentials.length + assignments.length + keys.length > 0;
  if (hasChanged) return 'not written';
  return stages.some(({ state }) => state === 'unknown') ? 'not known' : 'nothing was changed';
}

/** Stages that may have done more than the tables show. */
function unknownIn({ stages }: AuditReport, ...names: readonly string[]): readonly string[] {
  return stages
    .filter(({ name, state }) => names.includes(name) && state === 'unknown')
    .map(({ name }) => `Unknown: whether the stage ${name} finished, because the org's answer is missing.`);
}

function table(head: readonly string[], rows: readonly (readonly string[])[], empty = 'None.'): string {
  if (rows.length === 0) return empty;
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

/** Text from an org or a config as a table cell: on one line and without markup. */
function cell(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#]/g, '\\$&').replace(/\s+/g, ' ');
}
