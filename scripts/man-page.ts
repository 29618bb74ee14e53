// keyway(1), from the same table as the command line parser.
import yargs from 'yargs';
import { commands } from '../src/cli/commands.ts';
import { globalOptions } from '../src/cli/global-flags.ts';
import { callable, flagsOf, type KnownFlag, knownFlags } from '../src/cli/known-flags.ts';

/** The page in roff for `man` and `mandoc` (man(7)), without a date, so that the same source gives the same page. */
export async function manPage(version: string): Promise<string> {
  const parts = [
    `.TH KEYWAY 1 "" "keyway ${version}" "User Commands"`,
    '.SH NAME',
    text('keyway - named credentials and Shield keys of Salesforce orgs, from one file'),
    '.SH SYNOPSIS',
    '.B keyway',
    '.I command',
    '[flags]',
    '.SH DESCRIPTION',
    text(
      'Plans, deploys, assigns and verifies named credentials, external credentials, principals, permission sets and Shield Platform Encryption keys, as keyway.yaml describes them.',
    ),
    '.SH COMMANDS',
  ];
  for (const [name, entry] of callable(commands)) {
    const usage = `${name}${entry.usage.replace(/^\S+/, '')}`;
    parts.push('.SS', text(`keyway ${usage}`), text(`${capitalized(entry.describe)}.`));
    for (const flag of await flagsOf(entry)) parts.push(...term(flag));
    parts.push('.PP', 'Example:', '.PP', '.RS 4', text(`keyway ${entry.example}`), '.RE');
  }
  parts.push('.SH OPTIONS OF EVERY COMMAND');
  for (const flag of knownFlags(globalOptions(yargs([])))) parts.push(...term(flag));
  parts.push(
    '.SH EXIT STATUS',
    ...entries({
      0: 'Done, or nothing to do.',
      1: 'Failed.',
      2: 'There are changes (plan --exit-code).',
      69: 'The wait ran out, and the job goes on in the org.',
      130: 'Interrupted.',
    }),
    '.SH FILES',
    ...entries({
      'keyway.yaml': 'The config.',
      '.keyway/': 'History, journal and state of runs in this folder. Keep it out of version control.',
    }),
    '.SH SEE ALSO',
    text('sf(1); keyway explain CODE for every error code'),
  );
  return `${parts.join('\n')}\n`;
}

function term({ name, short, isPositional, takesValue, describe, choices, ...flag }: KnownFlag) {
  const written = isPositional ? name : `${short === undefined ? '' : `-${short}, `}--${name}`;
  const value = takesValue && !isPositional ? ` ${(name.split('-').at(-1) ?? '').toUpperCase()}` : '';
  const facts = [
    ...(choices ? [`One of ${choices.join(', ')}.`] : []),
    ...(flag.isList ? ['Can be repeated.'] : []),
    ...(flag.default === undefined ? [] : [`Default: ${flag.default}.`]),
  ];
  return ['.TP', `.B ${text(written + value)}`, text([`${capitalized(describe)}.`, ...facts].join(' '))];
}

function entries(all: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(all).flatMap(([name, meaning]) => ['.TP', `.B ${text(name)}`, text(meaning)]);
}

/** Text for roff: without escapes or requests, and with hyphens that can be copied. */
function text(line: string): string {
  const escaped = line.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll('…', '...');
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}

function capitalized(line: string): string {
  return line.charAt(0).toUpperCase() + line.slice(1);
}
