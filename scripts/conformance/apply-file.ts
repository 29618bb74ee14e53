import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { facts } from '../../src/conformance/facts/index.ts';
import { KeywayError } from '../../src/errors/index.ts';
import { writeWholeFile } from '../../src/errors/write-file.ts';
import { printError } from '../../src/report/output.ts';
import { print, printable } from '../../src/report/terminal.ts';
import { type Applied, applyResult, type Confirmed, parseResult, placeOf, placeOfFact } from './apply.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Records what a result file confirms, and prints what it contradicts with the places to change.
 *
 * @param confirmedFile file with the confirmations
 * @returns the exit code: 0 if nothing is contradicted, 2 if something is, 1 if the file is refused
 */
export function applyFile(
  file: string | undefined,
  confirmedFile = `${root}src/conformance/confirmed.json`,
): number {
  try {
    if (file === undefined)
      throw new KeywayError('UsageWrong', '--apply needs the file of a result.', { actions: [] });
    const result = parseResult(textOf(file), file);
    const before = JSON.parse(readFileSync(confirmedFile, 'utf8')) as Confirmed;
    const applied = applyResult(facts, before, result);
    writeWholeFile(confirmedFile, `${JSON.stringify(applied.confirmed, null, 2)}\n`);
    const { orgKind, apiVersion, date } = result;
    print(`${orgKind} org, API ${apiVersion}, ${date}: ${applied.added.length} facts confirmed.`);
    printRest(applied);
    print('Run npm run generate: docs/conformance.md shows the state of each fact.');
    return applied.contradicted.length > 0 ? 2 : 0;
  } catch (error) {
    return printError(error, false);
  }
}

function printRest({ contradicted, outdated }: Applied): void {
  for (const { id, expected, seen, constants } of contradicted) {
    print(`\nContradicted: ${id} (${placeOfFact(id, root) ?? 'src/conformance/facts'})`);
    print(`  expected: ${printable(expected)}`);
    print(`  seen:     ${printable(seen)}`);
    for (const constant of constants) print(`  change:   ${constant} (${placeOf(constant, root)})`);
  }
  if (outdated.length > 0)
    print(`\nLeft out, since they expect something else now: ${printable(outdated.join(', '))}`);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new KeywayError('UsageWrong', `${file} can't be read (${code}).`, { cause, actions: [] });
  }
}
