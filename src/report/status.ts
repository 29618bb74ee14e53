import type { OrgStatus } from '../operations/status.ts';
import { checksToReview, countChecks, formatChecks } from './checks.ts';
import { countProblems } from './problems.ts';
import { columns } from './table.ts';
import { paint, printable } from './terminal.ts';

const marks = {
  level: paint('green', '✔'),
  differs: paint('yellow', '~'),
  broken: paint('red', '✖'),
  unknown: paint('red', '?'),
} as const;
const maxChanges = 5;

/** One screen: a line for each org, then what needs attention in each. */
export function formatStatus(orgs: readonly OrgStatus[]): readonly string[] {
  const lines = columns(
    orgs.map((one) => [
      `  ${marks[one.level]} ${printable(one.environment ?? 'default')}`,
      printable(one.level === 'unknown' ? (one.targetOrg ?? '') : nameOf(one)),
      wordsOf(one),
    ]),
  );
  const details = orgs.flatMap((one) => {
    const found = detailsOf(one);
    return found.length === 0 ? [] : ['', `${printable(titleOf(one))}:`, ...found];
  });
  return [...lines, ...details];
}

/** What a deploy would do, or why that is unknown. */
function wordsOf(one: OrgStatus): string {
  if (one.level === 'unknown') return `${one.error.name}: can't be asked`;
  const { changes, problems, checks } = one;
  const errors = problems.length === 0 ? '' : `, ${countProblems(problems)}`;
  if (changes.length > 0) return `${changes.length} ${changes.length === 1 ? 'change' : 'changes'}${errors}`;
  return `${one.level}, ${countChecks(checks)}`;
}

function detailsOf(one: OrgStatus): readonly string[] {
  if (one.level === 'unknown')
    return [one.error.message, ...one.error.actions].map((line) => `  ${printable(line)}`);
  const shown = one.changes.slice(0, maxChanges);
  const more = one.changes.length - shown.length;
  return [
    ...columns(
      shown.map(({ type, name, action, risks }) => [
        `  ${{ create: '+', update: '~', delete: '-' }[action]} ${type}`,
        printable(name),
        risks.join(', '),
      ]),
    ),
    ...(more > 0 ? [`    and ${more} more`] : []),
    // Links are broken because of the pending changes.
    ...(one.changes.length > 0
      ? formatChecks(one.checks.filter(({ warning }) => warning))
      : formatChecks(checksToReview(one.checks))),
  ];
}

function titleOf({ environment, targetOrg }: OrgStatus): string {
  const names = [environment, targetOrg].filter((part) => part !== null);
  return [...new Set(names)].join(', ') || 'default';
}

function nameOf({
  org,
}: OrgStatus & { readonly org: { readonly username: string; readonly kind: string } }): string {
  return org.kind === 'local' ? 'local org (embedded)' : `${org.username} (${org.kind})`;
}
