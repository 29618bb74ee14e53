import { execFile, spawnSync } from 'node:child_process';
import { KeywayError } from '../errors/index.ts';

const timeout = 30_000;
const maxBytes = 1024 * 1024;

/** Splits a command into words. No shell reads them; quotes only keep words together. */
export function commandWords(command: string): readonly string[] {
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
}

/** The output of a command, or the end of a sentence on why there is none ("… and the command …"). */
type Output = { readonly printed: string } | { readonly problem: string };

export interface CommandRunner {
  /**
   * Runs a command and returns its output. Throws an Error whose message is the end of a sentence and contains none
   * of the output.
   */
  readonly runCommand: (command: string) => string;
  /**
   * Returns the result of `resolve` after all commands that it needs have run. They run asynchronously, so that
   * Ctrl-C ends them. `resolve` may be called several times, so it must have no side effects.
   */
  readonly settleCommands: <T>(resolve: () => T) => Promise<T>;
}

/** Runs the commands of a secret manager, each once. */
export function commandRunner(directory: string, signal?: AbortSignal): CommandRunner {
  const outputs = new Map<string, Output>();
  let asked: Set<string> | undefined;
  const runCommand = (command: string): string => {
    let output = outputs.get(command);
    if (output === undefined && asked) {
      asked.add(command);
      return '';
    }
    output ??= runAtOnce(command, directory);
    outputs.set(command, output);
    if ('printed' in output) return output.printed;
    throw new Error(output.problem);
  };
  /** Calls `resolve` and returns the commands whose output is missing. */
  const lackedBy = (resolve: () => unknown): ReadonlySet<string> => {
    const lacked = new Set<string>();
    asked = lacked;
    try {
      resolve();
    } catch {
      // `resolve` is called again with the missing outputs.
    } finally {
      asked = undefined;
    }
    return lacked;
  };
  return {
    runCommand,
    async settleCommands(resolve) {
      for (let lacked = lackedBy(resolve); lacked.size > 0; lacked = lackedBy(resolve))
        // One by one, because a secret manager may ask the user to sign in.
        for (const command of lacked) outputs.set(command, await run(command, directory, signal));
      return resolve();
    },
  };
}

/** Its standard error may contain the secret too. */
const options = { timeout, encoding: 'utf8', maxBuffer: maxBytes, shell: false } as const;

function run(command: string, directory: string, signal: AbortSignal | undefined): Promise<Output> {
  const [program = '', ...words] = commandWords(command);
  return new Promise((resolve, reject) => {
    const child = execFile(
      program,
      words,
      { ...options, cwd: directory, ...(signal ? { signal } : {}) },
      (error, printed) => {
        // Ctrl-C on a terminal also reaches the command and may end it before keyway notices.
        if (signal?.aborted || error?.signal === 'SIGINT') reject(interrupted(program));
        else resolve(error ? { problem: problemOf(error) } : { printed });
      },
    );
    child.stdin?.end();
  });
}

function interrupted(program: string): KeywayError {
  return new KeywayError('Interrupted', `Interrupted while running ${program} for a secret.`, {
    exitCode: 130,
    actions: ['The secret was not sent. Run the same command again.'],
  });
}

/** Runs a command synchronously, for callers that can't wait. */
function runAtOnce(command: string, directory: string): Output {
  const [program = '', ...words] = commandWords(command);
  const { status, signal, error, stdout } = spawnSync(program, words, {
    ...options,
    cwd: directory,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (error) return { problem: problemOf(error) };
  return status === 0 ? { printed: stdout } : { problem: exitedWith(status ?? signal) };
}

function exitedWith(how: unknown): string {
  return `exited with ${how}; run it yourself to see why`;
}

/** Describes a failed start or a failed run; `code` is the exit code of the latter. */
function problemOf(error: Error): string {
  const { code, signal, killed } = error as {
    readonly code?: string | number;
    readonly signal?: string;
    readonly killed?: boolean;
  };
  if (code === 'ENOENT') return 'is not installed here';
  if (code === 'ETIMEDOUT' || (killed && code === undefined))
    return `didn't finish within ${timeout / 1000} seconds`;
  if (code === 'ENOBUFS' || code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER')
    return 'printed more than keyway accepts as a secret';
  if (typeof code === 'number' || signal) return exitedWith(code ?? signal);
  return `could not be run: ${code}`;
}
