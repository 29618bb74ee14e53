import type { Check } from '../kinds/link-check.ts';
import { nameOrgs } from './orgs.ts';
import { columns } from './table.ts';
import { paint, printable } from './terminal.ts';

/** Every link that was read back: held, broken, or not provable from here. */
export function formatChecks(checks: readonly Check[]): readonly string[] {
  const mark = { true: paint('green', '✔'), false: paint('red', '✖'), null: paint('yellow', '?') };
  return columns(
    checks.map(({ ok, warning, link, name, message }) => [
      `  ${warning ? paint('yellow', '!') : mark[`${ok}`]} ${link}`,
      printable(name),
      printable(message),
    ]),
  );
}

/** What a person has to see: links that are broken or not provable, and those that hold and are to be seen to. */
export function unwell(checks: readonly Check[]): readonly Check[] {
  return checks.filter(({ ok, warning }) => ok !== true || warning);
}

/** `9 of 9 links`, and how many could not be proven. */
export function countChecks(checks: readonly Check[]): string {
  const held = checks.filter(({ ok }) => ok === true).length;
  const open = checks.filter(({ ok }) => ok === null).length;
  const provable = checks.length - open;
  return `${held} of ${provable} links${open > 0 ? `, ${open} not provable from here` : ''}`;
}

/** Of many orgs: the links that are broken or not provable, each org's own below its name. */
export function formatChecksOfOrgs(
  results: readonly { readonly targetOrg: string; readonly checks: readonly Check[] }[],
): readonly string[] {
  const found = results
    .map(({ targetOrg, checks }) => ({ targetOrg, checks: unwell(checks) }))
    .filter(({ checks }) => checks.length > 0);
  const groups = Map.groupBy(found, ({ checks }) => JSON.stringify(checks));
  return [...groups.values()].flatMap((group) => [
    `${nameOrgs(group)}:`,
    ...formatChecks(group[0]?.checks ?? []),
  ]);
}
