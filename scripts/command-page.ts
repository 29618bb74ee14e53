import { commands } from '../src/cli/commands.ts';
import { type Entry, nameOf } from '../src/cli/entry.ts';
import { flagsOf, type KnownFlag } from '../src/cli/known-flags.ts';

/** docs/commands.md: all commands with their flags, from the same table as the command line parser. */
export async function commandPage(): Promise<string> {
  const parts = [
    '# Commands',
    '<!-- Made by `node scripts/generate-reference.js` from src/cli/commands.ts; edit the commands in src/cli. -->',
    'Every command takes `--config FILE`, `--env NAME`, `--json`, `--no-color`, `--quiet`, `--verbose` and `--help`. Exit codes: 0 done, 1 failed, 2 changes (`plan --exit-code`) or facts that an org contradicts (`conformance`), 69 the wait ran out, 130 interrupted. Error codes: [errors](errors.md).',
  ];
  for (const entry of commands) {
    if (!('actions' in entry)) parts.push(await section(entry, '', '##'));
    else {
      parts.push(`## ${entry.usage}`, `${capitalized(entry.describe)}.`);
      for (const action of entry.actions) parts.push(await section(action, `${nameOf(entry)} `, '###'));
    }
  }
  return `${parts.join('\n\n')}\n`;
}

async function section(entry: Entry, group: string, heading: string): Promise<string> {
  const rows = (await flagsOf(entry)).map(rowOf);
  return [
    `${heading} ${group}${nameOf(entry)}`,
    `${capitalized(entry.describe)}.`,
    `\`\`\`sh\nnpx keyway ${entry.example}\n\`\`\``,
    `Usage: \`keyway ${group}${entry.usage}\``,
    ...(rows.length === 0 ? [] : [['| argument | meaning |', '|---|---|', ...rows].join('\n')]),
  ].join('\n\n');
}

function rowOf(flag: KnownFlag): string {
  const { name, short, isPositional, takesValue, choices } = flag;
  const written = [...(short === undefined ? [] : [`-${short}`]), `--${name}`].join(', ');
  const value = takesValue ? ` ${name.split('-').at(-1)?.toUpperCase()}` : '';
  const facts = [
    ...(choices ? [`one of ${choices.join(', ')}`] : []),
    ...(flag.isList ? ['can be repeated'] : []),
    ...(flag.isRequired ? ['required'] : []),
    ...(flag.default === undefined ? [] : [`default: ${flag.default}`]),
  ];
  const text = `${flag.describe}${facts.length > 0 ? ` (${facts.join('; ')})` : ''}`;
  return `| \`${isPositional ? name : `${written}${value}`}\` | ${text.replaceAll('|', '\\|')} |`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
