import { printable } from './terminal.ts';
import { widthOf, wrapWords } from './wrap.ts';

/** The narrowest last column that is worth wrapping beside the others. */
const narrowest = 24;
/** Where a last column goes on that has no room beside the others. */
const hangingIndent = 6;

/**
 * Rows with their columns lined up, two spaces apart. On a terminal the last column wraps at words; in a pipe each row
 * stays one line. A line break in a cell is shown as `\\n`, so that a hostile name can't pass for a row of its own.
 */
export function columns(
  cells: readonly (readonly string[])[],
  // A terminal that doesn't say how wide it is has 0 columns.
  screen = (process.stdout.isTTY && process.stdout.columns) || Number.POSITIVE_INFINITY,
): readonly string[] {
  const rows = cells.map((row) => row.map((cell) => cell.replaceAll('\n', '\\n').replaceAll('\t', '\\t')));
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.slice(0, -1).entries())
      widths[index] = Math.max(widths[index] ?? 0, widthOf(cell));
  }
  return rows.map((row) => {
    const first = row.slice(0, -1).map((cell, index) => pad(cell, widths[index] ?? 0));
    const start = first.reduce((sum, cell) => sum + widthOf(cell) + 2, 0);
    return wrapped(first.join('  '), row.at(-1) ?? '', { start, screen });
  });
}

/** Rows under their titles; a sentence where there are none. */
export function table(
  titles: readonly string[],
  rows: readonly (readonly (string | number | null | undefined)[])[],
  none: string,
): readonly string[] {
  if (rows.length === 0) return [`  ${none}`];
  const cells = rows.map((row) => row.map((cell) => printable(onOneLine(String(cell ?? ''))) || '–'));
  return columns([titles, ...cells].map(([first = '', ...rest]) => [`  ${first}`, ...rest]));
}

function wrapped(
  before: string,
  last: string,
  { start, screen }: { readonly start: number; readonly screen: number },
): string {
  const whole = before === '' ? last : `${before}  ${last}`;
  if (widthOf(whole) <= screen || start === 0) return whole.trimEnd();
  if (screen - start >= narrowest) {
    const lines = wrapWords(last, screen - start);
    return `${before}  ${lines.join(`\n${' '.repeat(start)}`)}`;
  }
  const lines = wrapWords(last, screen - hangingIndent);
  return [before.trimEnd(), ...lines.map((line) => ' '.repeat(hangingIndent) + line)].join('\n');
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** A cell as wide as its column. */
export function pad(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - widthOf(cell)));
}
