import { printable } from './terminal.ts';
import { widthOf, wrapWords } from './wrap.ts';

/** The minimum width at which the last column wraps beside the others. */
const minLastColumnWidth = 24;
/** The indent of a last column that has no room beside the others. */
const hangingIndent = 6;

/**
 * Aligns the columns of rows, two spaces apart. On a terminal, the last column wraps at words. In a pipe, each row
 * stays on one line. A line break in a cell appears as `\n`, so that a malicious name can't look like a row.
 */
export function columns(
  cells: readonly (readonly string[])[],
  // A terminal that doesn't report its width has 0 columns.
  screen = (process.stdout.isTTY && process.stdout.columns) || Number.POSITIVE_INFINITY,
): readonly string[] {
  const rows = cells.map((row) => row.map((cell) => cell.replaceAll('\n', '\\n').replaceAll('\t', '\\t')));
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.slice(0, -1).entries())
      widths[index] = Math.max(widths[index] ?? 0, widthOf(cell));
  }
  return rows.map((row) => {
    const first = row.slice(0, -1).map((cell, index) => padCell(cell, widths[index] ?? 0));
    const start = first.reduce((sum, cell) => sum + widthOf(cell) + 2, 0);
    return wrapped(first.join('  '), row.at(-1) ?? '', { start, screen });
  });
}

/** Rows below their titles, or a sentence if there are none. */
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
  if (screen - start >= minLastColumnWidth) {
    const lines = wrapWords(last, screen - start);
    return `${before}  ${lines.join(`\n${' '.repeat(start)}`)}`;
  }
  const lines = wrapWords(last, screen - hangingIndent);
  return [before.trimEnd(), ...lines.map((line) => ' '.repeat(hangingIndent) + line)].join('\n');
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** Pads a cell to the width of its column. */
export function padCell(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - widthOf(cell)));
}
