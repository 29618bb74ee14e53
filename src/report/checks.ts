import type { Check } from '../kinds/link-check.ts';
import { nameOrgs } from './orgs.ts';
import { columns } from './table.ts';
import { paint, printable } from './terminal.ts';

/** Formats every link: passed, failed, or not provable from here. */
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

/** More links than this don't fit on a screen, so those that passed are only counted. */
const maxLinks = 40;

/**
 * The output of `verify`: every link. If there are many, only those that failed or have a warning, with counts of
 * the others by kind. `verbose` shows all.
 */
export function formatVerified(checks: readonly Check[], verbose: boolean): readonly string[] {
  if (verbose || checks.length <= maxLinks) return formatChecks(checks);
  const isShown = ({ ok, warning }: Check) => ok === false || warning === true;
  const counted = Map.groupBy(
    checks.filter((check) => !isShown(check)),
    ({ link, ok }) => `${ok} ${link}`,
  );
  const summary = [...counted.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const message = first.ok === true ? 'as in the config' : 'not provable from here';
    return [{ link: first.link, name: String(group.length), ok: first.ok, message }];
  });
  return [...formatChecks([...checks.filter(isShown), ...summary]), '', 'To see every link, pass --verbose.'];
}

/** Links that need attention: failed, not provable, or with a warning. */
export function checksToReview(checks: readonly Check[]): readonly Check[] {
  return checks.filter(({ ok, warning }) => ok !== true || warning);
}

/** As in `9 of 9 links`, with the number that couldn't be proven. */
export function countChecks(checks: readonly Check[]): string {
  const held = checks.filter(({ ok }) => ok === true).length;
  const open = checks.filter(({ ok }) => ok === null).length;
  const provable = checks.length - open;
  return `${held} of ${provable} links${open > 0 ? `, ${open} not provable from here` : ''}`;
}

/** For several orgs: the links that failed or aren't provable, below each org's name. */
export function formatChecksOfOrgs(
  results: readonly { readonly targetOrg: string; readonly checks: readonly Check[] }[],
): readonly string[] {
  const found = results
    .map(({ targetOrg, checks }) => ({ targetOrg, checks: checksToReview(checks) }))
    .filter(({ checks }) => checks.length > 0);
  const groups = Map.groupBy(found, ({ checks }) => JSON.stringify(checks));
  return [...groups.values()].flatMap((group) => [
    `${nameOrgs(group)}:`,
    ...formatChecks(group[0]?.checks ?? []),
  ]);
}
