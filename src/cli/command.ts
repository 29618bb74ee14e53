import type { Argv } from 'yargs';
import type { Outcome } from '../report/output.ts';

/** A command's own file: its flags, one library call, and what a person reads of the result. */
export interface Command {
  readonly flags: (args: Argv) => Argv;
  readonly run: (args: Arguments) => Promise<Outcome>;
  /** How long it may take to end after Ctrl-C, in milliseconds; default 1.5 seconds. */
  readonly grace?: number;
}

/** What every command gets beside its own flags. */
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

/** `target-org` is `targetOrg` too. */
type CamelCase<Name> = Name extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<CamelCase<Rest>>}`
  : Name;

/** The flags that yargs infers from their options, in camel case. */
type Inferred<Flags> = { readonly [Name in keyof Flags as CamelCase<Name>]: Flags[Name] } & Arguments;

/** What a function that adds flags makes of a command line. */
export type FlagsOf<Add extends (args: Argv) => Argv<unknown>> = Inferred<
  ReturnType<Add> extends Argv<infer Flags> ? Flags : never
>;

/** A command whose `run` gets the types that yargs infers from its flags. */
export function defineCommand<Flags>(command: {
  readonly flags: (args: Argv) => Argv<Flags>;
  readonly run: (args: Inferred<Flags>) => Promise<Outcome>;
  readonly grace?: number;
}): Command {
  // The parser that `flags` has set up makes what `run` gets.
  return command as unknown as Command;
}
