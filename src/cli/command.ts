import type { Argv } from 'yargs';
import type { Outcome } from '../report/output.ts';

/** One command: its flags, one library call, and the printed result. */
export interface Command {
  readonly flags: (args: Argv) => Argv;
  readonly run: (args: Arguments) => Promise<Outcome>;
  /** Time to end after Ctrl-C, in milliseconds; default 1.5 seconds. */
  readonly grace?: number;
}

/** Arguments of every command in addition to its own flags. */
export interface Arguments {
  readonly config: string;
  readonly env: string | undefined;
  readonly json: boolean;
  readonly verbose: boolean;
  /** Prints only errors and warnings, and asks nothing. */
  readonly quiet: boolean;
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
}

/** Converts `target-org` to `targetOrg`. */
type CamelCase<Name> = Name extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<CamelCase<Rest>>}`
  : Name;

/** The flags that yargs infers from their options, in camel case. */
type Inferred<Flags> = { readonly [Name in keyof Flags as CamelCase<Name>]: Flags[Name] } & Arguments;

/** The command line that a flag-adding function produces. */
export type FlagsOf<Add extends (args: Argv) => Argv<unknown>> = Inferred<
  ReturnType<Add> extends Argv<infer Flags> ? Flags : never
>;

/** A command whose `run` gets the types that yargs infers from its flags. */
export function defineCommand<Flags>(command: {
  readonly flags: (args: Argv) => Argv<Flags>;
  readonly run: (args: Inferred<Flags>) => Promise<Outcome>;
  readonly grace?: number;
}): Command {
  // `run` receives the result of the parser that `flags` set up.
  return command as unknown as Command;
}
