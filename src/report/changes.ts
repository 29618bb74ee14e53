import { type Change, type Plan, type Risk, riskMeaning } from '../kinds/change.ts';
import { maskedChanges } from '../kinds/masked.ts';
import { columns } from './table.ts';
import { paint, printable } from './terminal.ts';

const marks = { create: '+', update: '~', delete: '-' } as const;
const colours = { create: 'green', update: 'yellow', delete: 'red' } as const;

/** A plan as a person reads it: a line a change, its fields below where something is changed. */
export function formatPlan(plan: Plan): readonly string[] {
  const changes = maskedChanges(plan.changes);
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
  return lines.length > 0 && notes.length > 0 ? [...lines, '', ...notes] : [...lines, ...notes];
}

function riskLine(risk: Risk, { liveKeys = [] }: Change): string {
  const keys = risk === 'key-path' && liveKeys.length > 0 ? `: ${printable(liveKeys.join(', '))}` : '';
  return `      ${paint('red', '!')} ${risk}: ${riskMeaning[risk]}${keys}`;
}

/** One field on a line of its own. */
export function formatField(field: Change['fields'][number]): string {
  return fieldRow(field).join(': ');
}

/** A value that is longer says no more to a person; `--json` has it whole. */
const mostValue = 200;

function fieldRow({ path, from, to }: Change['fields'][number]): readonly string[] {
  const show = (value: string | undefined) => {
    if (value === undefined) return paint('dim', 'none');
    const short = value.length > mostValue ? `${value.slice(0, mostValue).toWellFormed()}…` : value;
    return printable(JSON.stringify(short));
  };
  return [`      ${printable(path)}`, `${show(from)} → ${show(to)}`];
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
  if (change.type === 'Certificate')
    return `${to('keySize')} bits, ${to('caSigned') === 'true' ? 'to be signed by an authority' : 'self-signed'}, made in the org`;
  if (change.type === 'PermissionSet') {
    return change.fields
      .filter(({ path }) => path.startsWith('principals.'))
      .map(({ path }) => path.slice('principals.'.length))
      .join(', ');
  }
  if (change.type === 'Key') return keyHeadline(to);
  if (change.type === 'CipherTrustOrganization') return `registered through connection ${to('connection')}`;
  if (change.type === 'CipherTrustEndpoint')
    return [to('hostname'), to('login')].filter(Boolean).join(', login of ');
  if (change.type === 'CipherTrustCertificate') return 'synchronized from the org';
  return '';
}

/** `Data, cache-only, acme-data-1`; `SearchIndex, BYOK, acme-search (local) of CipherTrust` */
function keyHeadline(to: (path: string) => string | undefined): string {
  const how = to('namedCredential') === undefined ? 'BYOK' : 'cache-only';
  const key = to('source') === undefined ? to('identifier') : `${to('key')} (${to('tier')}) of CipherTrust`;
  return `${to('type')}, ${how}, ${key}`;
}

/** `1 field`, `2 fields` */
function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
