import type { Observation, Verdict } from '../conformance/observe.ts';
import type { FactComponent } from '../conformance/own.ts';
import type { ConformanceResult } from '../conformance/result.ts';
import { count } from './count.ts';
import { padCell, table } from './table.ts';
import { paint, printable } from './terminal.ts';

/** The components that each fact will create. */
export function formatComponents(components: ReadonlyMap<string, string>): readonly string[] {
  return table(['FACT', 'MAKES'], [...components], 'The facts make no components.');
}

const colours = { agrees: 'green', contradicts: 'red', failed: 'red', skipped: 'yellow' } as const;

/** The line of one fact: `  12/130  agrees       certificate-of-empty-content`. */
export function formatObservation({ id, verdict }: Observation, at: number, of: number): string {
  const number = `${at}/${of}`.padStart(2 * String(of).length + 1);
  return `  ${number}  ${paint(colours[verdict], padCell(verdict, verdictWidth))}  ${printable(id)}`;
}

const verdictWidth = 'contradicts'.length;

/** Limit for the expected and actual values in a row, in characters. */
const maxCellLength = 40;
const shortenCell = (text: string | null) =>
  text !== null && text.length > maxCellLength ? `${text.slice(0, maxCellLength - 1)}…` : text;

/** The expected and actual value of each fact, in full if they differ. */
export function formatFacts(facts: readonly Observation[]): readonly string[] {
  const rows = facts.map(({ id, expected, seen, verdict, why }) => [
    id,
    shortenCell(expected),
    shortenCell(seen),
    why === null ? verdict : `${verdict}: ${why}`,
  ]);
  const different = facts.filter(({ verdict }) => verdict === 'contradicts');
  return [
    ...table(['FACT', 'EXPECTED', 'SEEN', 'VERDICT'], rows, 'No facts.'),
    ...different.flatMap(({ id, expected, seen }) => [
      '',
      `  ${paint('red', 'contradicts')} ${printable(id)}`,
      `    expected: ${printable(expected)}`,
      `    seen:     ${printable(seen ?? '')}`,
    ]),
  ];
}

/** As in `131 facts: 120 agree, 2 contradict, 9 skipped`. */
export function countVerdicts(facts: readonly Pick<Observation, 'verdict'>[]): string {
  const words = { agrees: 'agree', contradicts: 'contradict', failed: 'failed', skipped: 'skipped' };
  const counts = (Object.keys(words) as readonly Verdict[])
    .map((verdict) => [verdict, facts.filter((fact) => fact.verdict === verdict).length] as const)
    .filter(([, number]) => number > 0)
    .map(([verdict, number]) => `${number} ${words[verdict]}`);
  return [count(facts.length, 'fact'), counts.join(', ')].join(': ');
}

/** Components that facts created in an org. */
export function formatFactComponents(own: readonly FactComponent[]): readonly string[] {
  return table(
    ['TYPE', 'NAME'],
    own.map(({ type, name }) => [type, name]),
    'Nothing.',
  );
}

/** As in `Removing 12 components that an earlier run left…`. */
export function formatRemoving(number: number, when: 'before' | 'after'): string {
  return `Removing ${count(number, 'component')}${when === 'before' ? ' that an earlier run left' : ''}…`;
}

export function formatLeftovers(leftovers: ConformanceResult['leftovers']): readonly string[] {
  const rows = leftovers.map(({ type, name, why, remedy }) => [type, name, `${why} ${remedy}`]);
  return table(['TYPE', 'NAME', 'REASON AND NEXT STEP'], rows, 'Nothing is left over.');
}
