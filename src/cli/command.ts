import type { Argv } from 'yargs';
import type { Outcome } from '../report/output.ts';

/** A command's own file: its flags, one library call, and what a person reads of the result. */
export interface Command {
  readonly flags: (args: Argv) => Argv;
  readonly run: (args: Arguments) => Promise<Outcome>;
}

/** What yargs parsed; each command knows its own flags. */
export type Arguments = Readonly<Record<string, unknown>> & {
  readonly json: boolean;
  readonly verbose: boolean;
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
};

/** What every command gets beside its own flags. */
type Common = Pick<Arguments, 'json' | 'verbose' | 'signal'> & {
  readonly config: string;
  readonly env: string | undefined;
};

/** `target-org` is `targetOrg` too. */
type CamelCase<Name> = Name extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<CamelCase<Rest>>}`
  : Name;

/** The flags that yargs infers from their options, as they are written and in camel case. */
type Inferred<Flags> = { readonly [Name in keyof Flags as Name | CamelCase<Name>]: Flags[Name] } & Common;

/** A command whose `run` gets the types that yargs infers from its flags. */
export function defineCommand<Flags>(command: {
  readonly flags: (args: Argv) => Argv<Flags>;
  readonly run: (args: Inferred<Flags>) => Promise<Outcome>;
}): Command {
  // The parser that `flags` has set up makes what `run` gets.
  return command as unknown as Command;
}
