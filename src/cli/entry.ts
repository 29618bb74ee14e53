import type { Argv } from 'yargs';
import type { Arguments, Command } from './command.ts';

/** One command: its usage, and its file, which is imported when it is called. */
export interface Entry {
  /** With its positionals: `pull [name..]`. */
  readonly usage: string;
  readonly describe: string;
  /** A command line without `keyway`, for its help and docs/commands.md. */
  readonly example: string;
  readonly load: () => Promise<Command>;
}

/** A command whose actions each have a file, flags and help: `key <action>`. */
export interface Group {
  readonly usage: string;
  readonly describe: string;
  readonly actions: readonly Entry[];
}

/** What yargs parsed. The caller of the command adds a signal. */
export type Parsed = Omit<Arguments, 'signal'>;

/** Adds a command to a parser. `run` receives the called command. */
export function addCommand(
  parser: Argv,
  entry: Entry | Group,
  run: (command: Command, args: Parsed) => Promise<void>,
): void {
  if ('actions' in entry) {
    parser.command(entry.usage, entry.describe, (args) => {
      for (const action of entry.actions) addCommand(args, action, run);
      return args.demandCommand(1, `keyway ${entry.usage} needs an action.`);
    });
    return;
  }
  const { usage, describe, example, load } = entry;
  parser.command(
    usage,
    describe,
    async (args) => (await load()).flags(args).example(`keyway ${example}`, ''),
    async (args) => run(await load(), args as unknown as Parsed),
  );
}

export function nameOf({ usage }: Entry | Group): string {
  return usage.replace(/ .*/, '');
}
