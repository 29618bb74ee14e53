import yargs, { type Argv } from 'yargs';
import { commands } from '../src/cli/commands.ts';
import { type Entry, nameOf } from '../src/cli/entry.ts';

/** What yargs knows of a command's flags; its types leave it out. */
interface Known {
  getOptions(): {
    readonly key: Readonly<Record<string, unknown>>;
    readonly alias: Readonly<Record<string, readonly string[]>>;
    readonly array: readonly string[];
    readonly boolean: readonly string[];
    readonly default: Readonly<Record<string, unknown>>;
    readonly choices: Readonly<Record<string, readonly string[]>>;
    readonly hiddenOptions: readonly string[];
  };
  getDemandedOptions(): Readonly<Record<string, unknown>>;
  getInternalMethods(): {
    getUsageInstance(): { getDescriptions(): Readonly<Record<string, string | undefined>> };
  };
}

/** docs/commands.md: every command with its flags, from the table that the command line is parsed by. */
export async function commandPage(): Promise<string> {
  const parts = [
    '# Commands',
    '<!-- Made by `node scripts/generate-reference.js` from src/cli/commands.ts; edit the commands in src/cli. -->',
    'Every command takes `--config FILE`, `--env NAME`, `--json`, `--no-color`, `--quiet`, `--verbose` and `--help`. Exit codes: 0 done, 1 failed, 2 changes (`plan --exit-code`), 69 the wait ran out, 130 interrupted. Error codes: [errors](errors.md).',
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
  const parser = yargs([]) as Argv;
  (await entry.load()).flags(parser);
  const rows = rowsOf(parser as unknown as Known, entry.usage);
  return [
    `${heading} ${group}${nameOf(entry)}`,
    `${capitalized(entry.describe)}.`,
    `\`\`\`sh\nnpx keyway ${entry.example}\n\`\`\``,
    `Usage: \`keyway ${group}${entry.usage}\``,
    ...(rows.length === 0 ? [] : [['| argument | meaning |', '|---|---|', ...rows].join('\n')]),
  ].join('\n\n');
}

function rowsOf(parser: Known, usage: string): readonly string[] {
  const options = parser.getOptions();
  const descriptions = parser.getInternalMethods().getUsageInstance().getDescriptions();
  const aliases = new Set(Object.values(options.alias).flat());
  const names = Object.keys(descriptions).filter(
    (name) =>
      descriptions[name] !== undefined &&
      !['help', 'version'].includes(name) &&
      !aliases.has(name) &&
      !options.hiddenOptions.includes(name),
  );
  return names.map((name) => {
    const positional = new RegExp(`[<[]${name}(?:\\.\\.)?[>\\]]`).test(usage);
    const short = (options.alias[name] ?? []).filter((alias) => alias.length === 1);
    const written = [...short.map((alias) => `-${alias}`), `--${name}`].join(', ');
    const value = options.boolean.includes(name) ? '' : ` ${name.split('-').at(-1)?.toUpperCase()}`;
    const facts = [
      ...(options.choices[name] ? [`one of ${options.choices[name].join(', ')}`] : []),
      ...(options.array.includes(name) ? ['can be repeated'] : []),
      ...(name in parser.getDemandedOptions() ? ['required'] : []),
      ...([undefined, false, ''].includes(options.default[name] as undefined)
        ? []
        : [`default: ${options.default[name]}`]),
    ];
    const text = `${descriptions[name]}${facts.length > 0 ? ` (${facts.join('; ')})` : ''}`;
    return `| \`${positional ? name : `${written}${value}`}\` | ${text.replaceAll('|', '\\|')} |`;
  });
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
