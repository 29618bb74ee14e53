import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { matches } from './lines.ts';

/**
 * Returns the edited text, but with the original form of every line that the edit didn't change. `printed` is the
 * original in the library's layout. Where it equals `edited`, nothing was changed.
 */
export function keepLines(original: string, printed: string, edited: string): string {
  const end = original.includes('\r\n') ? '\r\n' : '\n';
  const mark = original.startsWith('\uFEFF') ? '\uFEFF' : '';
  const source = linesOf(original.replace(/^\uFEFF/, ''));
  const [before, after] = [linesOf(printed), linesOf(edited)];
  const places = matches(before.map(removeWhiteSpace), source.map(removeWhiteSpace));
  const kept = matches(after, before);
  if (!places || !kept) return mark + edited.replaceAll('\n', end);
  const lines: string[] = [];
  const runs = runsOf(places, before.length, source.length);
  for (let index = 0; index < after.length; ) {
    const from = kept.get(index);
    const run = from === undefined ? undefined : runs.get(from);
    const length = run ? run.printed.to - run.printed.from : 0;
    const whole =
      run?.printed.from === from &&
      Array.from({ length }, (_, at) => kept.get(index + at)).every((line, at) => line === (from ?? 0) + at);
    if (!run || !whole) {
      lines.push(after[index] ?? '');
      index += 1;
      continue;
    }
    // Keeps lines that the library drops between two unchanged lines.
    const follows = index === 0 ? from === 0 : kept.get(index - 1) === run.printed.from - 1;
    lines.push(...source.slice(follows ? run.left.from : run.source.from, run.source.to));
    index += length;
  }
  const text = `${lines.join('\n')}\n`;
  return mark + (isSameYaml(text, edited) ? text : edited).replaceAll('\n', end);
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Lines that the library prints, their lines in the original, and the original lines before them that it dropped. */
interface Run {
  readonly printed: Range;
  readonly source: Range;
  readonly left: Range;
}

/** Runs by their first printed line: single matching lines, and the ranges between them. */
function runsOf(
  places: ReadonlyMap<number, number>,
  printed: number,
  source: number,
): ReadonlyMap<number, Run> {
  const runs = new Map<number, Run>();
  let [line, place] = [0, 0];
  while (line < printed) {
    let next = line;
    while (next < printed && !places.has(next)) next += 1;
    const until = places.get(next) ?? source;
    const left = { from: place, to: until };
    if (next > line) {
      runs.set(line, { printed: { from: line, to: next }, source: left, left });
      place = until;
    }
    if (next < printed) {
      const own = { from: until, to: until + 1 };
      runs.set(next, {
        printed: { from: next, to: next + 1 },
        source: own,
        left: { from: place, to: until },
      });
      place = until + 1;
    }
    line = next + 1;
  }
  return runs;
}

function linesOf(text: string): string[] {
  return text.replace(/\r?\n$/, '').split(/\r?\n/);
}

function removeWhiteSpace(line: string): string {
  return line.replaceAll(/\s+/g, '');
}

function isSameYaml(left: string, right: string): boolean {
  try {
    const options = { uniqueKeys: false, merge: false, maxAliasCount: -1 };
    return isDeepStrictEqual(parse(left, options), parse(right, options));
  } catch {
    return false;
  }
}
