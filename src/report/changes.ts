import { type Change, type Plan, type Risk, riskMeaning } from '../kinds/change.ts';
import { headlines } from '../kinds/headlines.ts';
import { maskChanges } from '../kinds/masked.ts';
import { count } from './count.ts';
import { formatProblems } from './problems.ts';
import { columns } from './table.ts';
import { paint, printable } from './terminal.ts';

const marks = { create: '+', update: '~', delete: '-' } as const;
const colours = { create: 'green', update: 'yellow', delete: 'red' } as const;

/** Formats a plan for people: one line for each change, followed by changed fields, then notes and problems. */
export function formatPlan(plan: Plan): readonly string[] {
  const changes = maskChanges(plan.changes);
  const rows = columns(
    changes.map((change) => [
      `  ${paint(colours[change.action], marks[change.action])} ${change.type}`,
      printable(change.name),
      printable(headline(change)),
    ]),
  );
  const lines: string[] = [];
  for (const [index, change] of changes.entries()) {
    lines.push(rows[index] ?? '');
    if (change.action === 'update') lines.push(...columns(change.fields.map(fieldRow)));
    for (const risk of change.risks) lines.push(riskLine(risk, change));
  }
  const notes = plan.notes.map((note) => `  ${paint('dim', `· ${printable(note)}`)}`);
  const problems = formatProblems(plan.problems ?? []).map((line) => `  ${line}`);
  const blocks = [lines, notes, problems].filter((block) => block.length > 0);
  return blocks.flatMap((block, index) => (index > 0 ? ['', ...block] : block));
}

function riskLine(risk: Risk, { liveKeys = [] }: Change): string {
  const keys = risk === 'key-path' && liveKeys.length > 0 ? `: ${printable(liveKeys.join(', '))}` : '';
  return `      ${paint('red', '!')} ${risk}: ${riskMeaning[risk]}${keys}`;
}

/** Formats one field on its own line. */
export function formatField(field: Change['fields'][number]): string {
  return fieldRow(field).join(': ');
}

/** Longer values are cut for people; `--json` has them whole. */
const maxValue = 200;

function fieldRow({ path, from, to }: Change['fields'][number]): readonly string[] {
  const show = (value: string | undefined) => {
    if (value === undefined) return paint('dim', 'none');
    const short = value.length > maxValue ? `${value.slice(0, maxValue).toWellFormed()}…` : value;
    return printable(JSON.stringify(short));
  };
  return [`      ${printable(path)}`, `${show(from)} → ${show(to)}`];
}

/** The most important facts about a change, for its line. */
function headline({ type, action, fields }: Change): string {
  if (action === 'delete') return '';
  if (action === 'update') return count(fields.length, 'field');
  const to = (path: string) => fields.find((field) => field.path === path)?.to;
  return headlines[type]?.(to, fields) ?? '';
}
