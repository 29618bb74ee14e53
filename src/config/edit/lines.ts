/** Larger comparisons take too long. */
const maxCells = 4_000_000;

/**
 * The lines of `left` that also occur in `right`, in order (the longest common subsequence); undefined if it takes
 * too long.
 */
export function matches(
  left: readonly string[],
  right: readonly string[],
): ReadonlyMap<number, number> | undefined {
  const found = new Map<number, number>();
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) {
    found.set(start, start);
    start += 1;
  }
  let [leftEnd, rightEnd] = [left.length, right.length];
  while (leftEnd > start && rightEnd > start && left[leftEnd - 1] === right[rightEnd - 1]) {
    leftEnd -= 1;
    rightEnd -= 1;
    found.set(leftEnd, rightEnd);
  }
  const [rows, cells] = [leftEnd - start, rightEnd - start];
  if (rows * cells > maxCells) return undefined;
  const lengths = Array.from({ length: rows + 1 }, () => new Uint32Array(cells + 1));
  const at = (row: number, cell: number) => lengths[row]?.[cell] ?? 0;
  for (let row = rows - 1; row >= 0; row -= 1) {
    for (let cell = cells - 1; cell >= 0; cell -= 1) {
      const same = left[start + row] === right[start + cell];
      const most = same ? at(row + 1, cell + 1) + 1 : Math.max(at(row + 1, cell), at(row, cell + 1));
      (lengths[row] as Uint32Array)[cell] = most;
    }
  }
  for (let [row, cell] = [0, 0]; row < rows && cell < cells; ) {
    if (left[start + row] === right[start + cell]) {
      found.set(start + row, start + cell);
      row += 1;
      cell += 1;
    } else if (at(row + 1, cell) >= at(row, cell + 1)) row += 1;
    else cell += 1;
  }
  return found;
}

/** The changed lines for people: removed (`-`), added (`+`) and context (two spaces), with `…` for omitted lines. */
export function changedLines(before: string, after: string, around = 2): readonly string[] {
  const [left, right] = [before, after].map((text) =>
    text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/),
  );
  if (!left || !right) return [];
  const same = matches(left, right);
  if (!same) return [...left.map((line) => `- ${line}`), ...right.map((line) => `+ ${line}`)];
  const all: { readonly mark: string; readonly line: string }[] = [];
  let next = 0;
  for (const [index, line] of left.entries()) {
    const place = same.get(index);
    if (place === undefined) {
      all.push({ mark: '-', line });
      continue;
    }
    for (; next < place; next += 1) all.push({ mark: '+', line: right[next] ?? '' });
    all.push({ mark: ' ', line });
    next += 1;
  }
  for (; next < right.length; next += 1) all.push({ mark: '+', line: right[next] ?? '' });
  const near = (index: number) =>
    all.slice(Math.max(0, index - around), index + around + 1).some(({ mark }) => mark !== ' ');
  const lines: string[] = [];
  for (const [index, { mark, line }] of all.entries()) {
    if (near(index)) lines.push(`${mark} ${line}`.trimEnd());
    else if (lines.length > 0 && lines.at(-1) !== '…') lines.push('…');
  }
  return lines.at(-1) === '…' ? lines.slice(0, -1) : lines;
}
