import type { OrgOutcome } from '../engine/fleet.ts';
import type { Plan } from '../kinds/change.ts';
import { formatPlan } from './changes.ts';
import { nameOrgs } from './orgs.ts';
import { padCell } from './table.ts';
import { paint, printable } from './terminal.ts';

/** The text of one org's line, and whether the org is fine. */
export interface OrgLine {
  readonly state: 'ok' | 'changes' | 'broken';
  readonly text: string;
}

const marks = { ok: paint('green', '✔'), changes: paint('yellow', '~'), broken: paint('red', '✖') } as const;

/** The line for an org that is done. */
export function formatOrgLine<T extends object>(
  outcome: OrgOutcome<T>,
  line: (result: T) => OrgLine,
  width: number,
): string {
  const name = padCell(printable(outcome.targetOrg), width);
  if (outcome.error !== undefined) {
    const first = outcome.error.message.split('\n', 1)[0] ?? '';
    return `  ${marks.broken} ${name}  ${outcome.error.name}: ${printable(first)}`;
  }
  const { state, text } = line(outcome as T);
  return `  ${marks[state]} ${name}  ${printable(text)}`;
}

/** Errors in full: each once, with the orgs that have it. */
export function formatFailures<T extends object>(outcomes: readonly OrgOutcome<T>[]): readonly string[] {
  const failed = outcomes.flatMap(({ targetOrg, error }) =>
    error === undefined ? [] : [{ targetOrg, error }],
  );
  const groups = Map.groupBy(failed, ({ error }) => JSON.stringify([error.message, error.actions]));
  return [...groups.values()].flatMap((group) => [
    `${paint('red', 'Error')} in ${nameOrgs(group)}:`,
    ...(group[0]?.error.message ?? '').split('\n').map((line) => `  ${printable(line)}`),
    ...(group[0]?.error.actions ?? []).map((action) => `    ${printable(action)}`),
  ]);
}

/** Plans of several orgs: each once, with the orgs that it is for. */
export function formatPlans(results: readonly (Plan & { readonly targetOrg: string })[]): readonly string[] {
  const groups = groupByPlan(
    results.filter(({ changes, problems = [] }) => changes.length + problems.length > 0),
  );
  return groups.flatMap((group, index) => [
    ...(index > 0 ? [''] : []),
    `${nameOrgs(group)}:`,
    ...formatPlan(group[0] as Plan),
  ]);
}

/** Groups results with the same plan, in the order of their first occurrence. */
export function groupByPlan<T extends Plan>(results: readonly T[]): readonly (readonly T[])[] {
  return [
    ...Map.groupBy(results, ({ changes, notes, problems = [] }) =>
      JSON.stringify([changes, notes, problems]),
    ).values(),
  ];
}
