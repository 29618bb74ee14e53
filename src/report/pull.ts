import type { PullResult } from '../operations/pull.ts';
import { columns } from './table.ts';
import { paint, printable } from './terminal.ts';

const marks = { added: '+', changed: '~', unchanged: ' ' } as const;
const colours = { added: 'green', changed: 'yellow', unchanged: 'dim' } as const;

/** What a pull added, what it left out, and what to do manually. */
export function formatPull(result: PullResult): readonly string[] {
  const { components, leftOut, notes, variables, diff, dryRun } = result;
  const took = columns(
    components
      .filter(({ outcome }) => outcome !== 'unchanged')
      .map(({ type, name, outcome }) => [
        `  ${paint(colours[outcome], marks[outcome])} ${type}`,
        printable(name),
      ]),
  );
  const not = columns(
    leftOut.map(({ type, name, reason }) => [
      `  ${paint('yellow', '!')} ${type}`,
      `${printable(name)} ${printable(reason)}`,
    ]),
  );
  const lines = [
    ...took,
    ...not,
    ...notes.map((note) => `  ${paint('dim', `· ${printable(note)}`)}`),
    ...(variables.length > 0 ? [`  Set before a deploy: ${variables.join(', ')}`] : []),
  ];
  const changes = dryRun && diff.length > 0 ? ['', ...diff.map(coloured)] : [];
  return [...lines, ...changes];
}

/** As in `keyway.yaml written: 3 added, 1 changed.` */
export function summaryOf({ file, components, leftOut, changed, dryRun }: PullResult): string {
  if (!changed && components.length === 0 && leftOut.length === 0)
    return `Nothing to pull: the org has nothing that keyway manages. ${file} was not written.`;
  if (!changed)
    return leftOut.length > 0 ? `Nothing to write in ${file}.` : `Nothing to write: ${file} matches the org.`;
  const count = (outcome: string) => components.filter((one) => one.outcome === outcome).length;
  const counts = [
    [count('added'), 'added'],
    [count('changed'), 'changed'],
  ].filter(([number]) => number !== 0);
  const what = counts.map(([number, word]) => `${number} ${word}`).join(', ') || 'an environment';
  return dryRun
    ? `Dry run: ${file} was not written (${what}).`
    : `${file} written: ${what}. Next: keyway plan`;
}

function coloured(line: string): string {
  const text = `  ${printable(line)}`;
  if (line.startsWith('+')) return paint('green', text);
  return line.startsWith('-') ? paint('red', text) : paint('dim', text);
}
