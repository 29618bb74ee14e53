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

/** As many links as fit on a screen; of more, those that hold are counted. */
const mostLinks = 40;

/**
 * What `verify` prints: every link, and of many only those that are broken or hold with a warning, with a count of the others
 * by kind. `verbose` shows all.
 */
export function formatVerified(checks: readonly Check[], verbose: boolean): readonly string[] {
  if (verbose || checks.length <= mostLinks) return formatChecks(checks);
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
