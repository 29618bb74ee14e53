// The sf plugin's table of keyway's commands, from the same table as the command line parser.
import yargs from 'yargs';
import { commands } from '../src/cli/commands.ts';
import { globalOptions } from '../src/cli/global-flags.ts';
import { callable, flagsOf, type KnownFlag, knownFlags } from '../src/cli/known-flags.ts';

/** Builds plugins/sf-keyway/table.json. */
export async function pluginTable(): Promise<string> {
  const entries = [];
  for (const [name, entry] of callable(commands)) {
    const { describe, example } = entry;
    const flags = await flagsOf(entry);
    entries.push({
      words: name.split(' '),
      describe,
      example,
      flags: flags.filter(({ isPositional }) => !isPositional).map(flagFields),
      positionals: flags.filter(({ isPositional }) => isPositional).map(flagFields),
    });
  }
  const globalFlags = knownFlags(globalOptions(yargs([]))).map(flagFields);
  return `${JSON.stringify({ globalFlags, commands: entries }, null, 1)}\n`;
}

/** The parts of a flag that help shows. keyway itself reports missing required flags, with a better message. */
function flagFields({ name, short, describe, takesValue, isList, choices }: KnownFlag) {
  return { name, short, describe, takesValue, isList, choices };
}
