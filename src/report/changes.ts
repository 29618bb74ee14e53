import { type Change, type Plan, riskMeaning } from '../plan/types.ts';
import { columns, paint, printable } from './terminal.ts';

const marks = { create: '+', update: '~', delete: '-' } as const;
const colours = { create: 'green', update: 'yellow', delete: 'red' } as const;

/** A plan as a person reads it: a line a change, its fields below where something is changed. */
export function formatPlan(plan: Plan): readonly string[] {
  const rows = columns(
    plan.changes.map((change) => [
      `  ${paint(colours[change.action], marks[change.action])} ${change.type}`,
      printable(change.name),
      printable(headline(change)),
    ]),
  );
  const lines: string[] = [];
  for (const [index, change] of plan.changes.entries()) {
    lines.push(rows[index] ?? '');
    if (change.action === 'update') lines.push(...change.fields.map(formatField));
    for (const risk of change.risks) lines.push(`      ${paint('red', '!')} ${risk}: ${riskMeaning[risk]}`);
  }
  return [...lines, ...plan.notes.map((note) => `  ${paint('dim', `· ${printable(note)}`)}`)];
}

export function formatField({ path, from, to }: Change['fields'][number]): string {
  const show = (value: string | undefined) =>
    value === undefined ? paint('dim', 'none') : printable(JSON.stringify(value));
  return `      ${printable(path)}: ${show(from)} → ${show(to)}`;
}

/** What tells the most about a change on its one line. */
function headline(change: Change): string {
  const to = (path: string) => change.fields.find((field) => field.path === path)?.to;
  if (change.action !== 'create')
    return change.action === 'update' ? count(change.fields.length, 'field') : '';
  if (change.type === 'Credential') return change.fields.map(({ path }) => path).join(', ');
  if (change.type === 'ExternalCredential') {
    return [to('authenticationProtocol'), to('parameters.AuthProtocolVariant')].filter(Boolean).join(', ');
  }
  if (change.type === 'NamedCredential')
    return [to('parameters.Url') ?? to('endpoint'), to('parameters.Authentication')]
      .filter(Boolean)
      .join(' → ');
  if (change.type === 'PermissionSet') {
    return change.fields
      .filter(({ path }) => path.startsWith('principals.'))
      .map(({ path }) => path.slice('principals.'.length))
      .join(', ');
  }
  return '';
}

/** `1 field`, `2 fields` */
function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
