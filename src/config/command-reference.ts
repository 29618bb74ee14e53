import { spawnSync } from 'node:child_process';

const timeout = 30_000;
const mostBytes = 1024 * 1024;

/** The words of a command as they are handed over: no shell reads them, quotes only hold words together. */
export function commandWords(command: string): readonly string[] {
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
}

/**
 * Runs a secret manager's command and gives what it prints, each command once. Throws an Error whose message ends a
 * sentence ("… and the command …") and holds nothing of what was printed.
 */
export function commandRunner(directory: string): (command: string) => string {
  const outputs = new Map<string, string>();
  return (command) => {
    const known = outputs.get(command);
    if (known !== undefined) return known;
    const [program = '', ...words] = commandWords(command);
    const { status, signal, error, stdout } = spawnSync(program, words, {
      cwd: directory,
      timeout,
      encoding: 'utf8',
      maxBuffer: mostBytes,
      shell: false,
      // What it says on standard error may hold the secret as well.
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    if (error) throw new Error(problemOf(error as NodeJS.ErrnoException));
    if (status !== 0) throw new Error(`exited with ${status ?? signal}; run it yourself to see why`);
    outputs.set(command, stdout);
    return stdout;
  };
}

function problemOf({ code }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'is not installed here';
  if (code === 'ETIMEDOUT') return `didn't finish within ${timeout / 1000} seconds`;
  if (code === 'ENOBUFS') return 'printed more than keyway accepts as a secret';
  return `could not be run: ${code}`;
}
