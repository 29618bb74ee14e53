import type { Argv } from 'yargs';
import type { Outcome } from '../report/output.ts';
import type { Arguments, Command } from './command.ts';

/** One command: how it is written, and its file, which is imported when it is called. */
export interface Entry {
  /** With its positionals: `pull [name..]`. */
  readonly usage: string;
  readonly describe: string;
  readonly load: () => Promise<Command>;
}

/** A command whose actions have files, flags and help of their own: `key <action>`. */
export interface Group {
  readonly usage: string;
  readonly describe: string;
  readonly actions: readonly Entry[];
}

/** Adds a command to a parser; `done` gets what it ends with. */
export function addCommand(parser: Argv, entry: Entry | Group, done: (outcome: Outcome) => void): void {
  if ('actions' in entry) {
    parser.command(entry.usage, entry.describe, (args) => {
      for (const action of entry.actions) addCommand(args, action, done);
      return args.demandCommand(1, `keyway ${entry.usage} needs an action.`);
    });
    return;
  }
  const { usage, describe, load } = entry;
  parser.command(
    usage,
    describe,
    async (args) => (await load()).flags(args),
    async (args) => done(await (await load()).run(args as unknown as Arguments)),
  );
}

export function nameOf({ usage }: Entry | Group): string {
  return usage.replace(/ .*/, '');
}
