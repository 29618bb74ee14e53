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
