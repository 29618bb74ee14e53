import { formatProblem, type Problem } from '../config/problems.ts';
import type { OrgOutcome } from '../engine/fleet.ts';
import { type Change, type Plan, type Risk, riskMeaning } from '../kinds/change.ts';
import { maskChanges } from '../kinds/masked.ts';
import { groupByPlan } from './fleet.ts';
import { countProblems } from './problems.ts';
import { risksIn } from './risks.ts';
import { printable } from './terminal.ts';

/** A plan with its target org. */
export interface PlanForOrg extends Plan {
  readonly environment: string | null;
  readonly org: { readonly username: string; readonly instanceUrl: string; readonly kind: string };
  readonly targetOrg?: string;
}

const actions = { create: '+ create', update: '~ update', delete: '- delete' } as const;
/** A comment on a pull request can have 65 536 characters. */
const maxCharacters = 60_000;
const maxValue = 300;
/** A workflow finds its own comment by this. */
const marker = '<!-- keyway plan -->';

/**
 * A plan as a comment on a pull request: tables, risks in bold, collapsed fields, and no value that looks like a
 * secret.
 */
export function planMarkdown(plan: PlanForOrg): string {
  const { environment, org } = plan;
  const title = environment === null ? 'Plan' : `Plan for ${code(environment)}`;
  const where = `${code(org.username)}, ${org.kind}, ${code(URL.parse(org.instanceUrl)?.host ?? '')}`;
  return shortened([marker, `### ${title}`, '', where, '', ...planLines(plan)]);
}

/** Plans of several orgs: a table of the orgs, then each plan once. */
export function fleetMarkdown(
  environment: string | null,
  outcomes: readonly OrgOutcome<PlanForOrg>[],
): string {
  const title = environment === null ? 'Plan' : `Plan for ${code(environment)}`;
  const rows = outcomes.map((outcome) => {
    const name = code(outcome.targetOrg);
    if (outcome.error !== undefined) return `| ${name} | **failed** | ${code(outcome.error.message)} |`;
    const { changes, problems = [] } = outcome;
    const lacks = problems.length === 0 ? '' : `, **${countProblems(problems)}**`;
    return `| ${name} | ${countOf(changes)}${lacks} | ${[...risksIn(changes).keys()].map((risk) => `**${risk}**`).join(', ')} |`;
  });
  const good = outcomes.flatMap((outcome) => (outcome.error === undefined ? [outcome] : []));
  const plans = groupByPlan(
    good.filter(({ changes, problems = [] }) => changes.length + problems.length > 0),
  ).flatMap((group) => [
    '',
    `#### ${group.map(({ targetOrg }) => code(targetOrg)).join(', ')}`,
    '',
    ...planLines(group[0] as PlanForOrg),
  ]);
  return shortened([
    marker,
    `### ${title}`,
    '',
    `${outcomes.length} ${outcomes.length === 1 ? 'org' : 'orgs'}`,
    '',
    '| Org | Plan | |',
    '| --- | --- | --- |',
    ...rows,
    ...plans,
  ]);
}

function planLines({ changes: all, notes, problems = [] }: Plan): readonly string[] {
  const changes = maskChanges(all);
  if (changes.length === 0)
    return [
      ...(problems.length === 0 ? ['Nothing to do.'] : []),
      ...problemLines(problems),
      ...noteLines(notes),
    ];
  const risky = [...risksIn(changes)];
  return [
    `**${countOf(changes)}**${risky.length > 0 ? `, with risks: **${risky.map(([risk]) => risk).join(', ')}**` : ''}`,
    ...problemLines(problems),
    '',
    '| | Type | Name | Risks |',
    '| --- | --- | --- | --- |',
    ...changes.map(
      ({ action, type, name, risks }) =>
        `| ${actions[action]} | ${type} | ${code(name)} | ${risks.map((risk) => `**${risk}**`).join(', ')} |`,
    ),
    ...(risky.length > 0
      ? [
          '',
          ...risky.map(
            ([risk, names]) =>
              `- **${risk}** (${names.map(code).join(', ')}): ${riskMeaning[risk]}${keysAtRisk(risk, changes)}`,
          ),
        ]
      : []),
    ...changes.flatMap(details),
    ...noteLines(notes),
  ];
}

/** The keys that a risk concerns, for the approver. */
function keysAtRisk(risk: Risk, changes: readonly Change[]): string {
  if (risk !== 'key-path') return '';
  const keys = new Set(changes.flatMap(({ liveKeys = [] }) => liveKeys));
  return keys.size === 0 ? '' : `: ${[...keys].map(code).join(', ')}`;
}

function details({ type, name, action, fields }: Change): readonly string[] {
  if (fields.length === 0) return [];
  const summary = `${type} ${entities(printable(name))}: ${fields.length} ${fields.length === 1 ? 'field' : 'fields'}`;
  return [
    '',
    `<details${action === 'update' ? ' open' : ''}><summary>${summary}</summary>`,
    '',
    '| Field | In the org | In the config |',
    '| --- | --- | --- |',
    ...fields.map(({ path, from, to }) => `| ${code(path)} | ${cell(from)} | ${cell(to)} |`),
    '',
    '</details>',
  ];
}

/** Problems that block the plan. If one is an error, nothing is sent. */
function problemLines(problems: readonly Problem[]): readonly string[] {
  if (problems.length === 0) return [];
  return [
    '',
    `**${countProblems(problems)}**`,
    '',
    ...problems.map((problem) => `- ${code(formatProblem(problem))}`),
  ];
}

function noteLines(notes: readonly string[]): readonly string[] {
  return notes.length === 0 ? [] : ['', ...notes.map((note) => `- ${code(note)}`)];
}

function cell(value: string | undefined): string {
  return value === undefined ? '' : code(value);
}

function countOf(changes: readonly Change[]): string {
  return changes.length === 0
    ? 'nothing to do'
    : `${changes.length} ${changes.length === 1 ? 'change' : 'changes'}`;
}

/**
 * Text from a config or an org as code, so that Markdown neither formats it nor treats it as a link, HTML or a
 * mention. In a table, a backslash before a bar would end the cell, and a backtick would end the code. Such text is
 * written as entities.
 */
export function code(text: string): string {
  const short = text.length > maxValue ? `${text.slice(0, maxValue).toWellFormed()}…` : text;
  const shown = printable(short.replaceAll('\r', '\\r').replaceAll('\n', '\\n').replaceAll('\t', '\\t'));
  if (shown.trim() === '') return '<code>&nbsp;</code>';
  return /[`|\\]/.test(shown) ? `<code>${entities(shown)}</code>` : `\`${shown}\``;
}

/** Writes every character with a meaning in Markdown or HTML as an entity. */
function entities(text: string): string {
  return text.replace(/[^\p{L}\p{N} ]/gu, (character) => `&#${character.codePointAt(0)};`);
}

function shortened(lines: readonly string[]): string {
  const kept: string[] = [];
  let length = 0;
  for (const line of lines) {
    length += line.length + 1;
    if (length > maxCharacters) {
      const open = kept.filter((one) => one.startsWith('<details')).length;
      const closed = kept.filter((one) => one === '</details>').length;
      const end = open > closed ? ['', '</details>'] : [];
      return [...kept, ...end, '', "**The rest is omitted, because a comment can't be longer.**", ''].join(
        '\n',
      );
    }
    kept.push(line);
  }
  return [...kept, ''].join('\n');
}
