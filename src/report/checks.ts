import type { Check } from '../verify/types.ts';
import { nameOrgs } from './orgs.ts';
import { columns, paint, printable } from './terminal.ts';

/** Every link that was read back: held, broken, or not provable from here. */
export function formatChecks(checks: readonly Check[]): readonly string[] {
  const mark = { true: paint('green', '✔'), false: paint('red', '✖'), null: paint('yellow', '?') };
  return columns(
    checks.map(({ ok, link, name, message }) => [
      `  ${mark[`${ok}`]} ${link}`,
      printable(name),
      printable(message),
    ]),
  );
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
  const unwell = results
    .map(({ targetOrg, checks }) => ({ targetOrg, checks: checks.filter(({ ok }) => ok !== true) }))
    .filter(({ checks }) => checks.length > 0);
  const groups = Map.groupBy(unwell, ({ checks }) => JSON.stringify(checks));
  return [...groups.values()].flatMap((group) => [
    `${nameOrgs(group)}:`,
    ...formatChecks(group[0]?.checks ?? []),
  ]);
}
