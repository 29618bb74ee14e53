import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Ran {
  /** null if it was killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
}

export interface Running {
  signal(name: NodeJS.Signals): void;
  readonly ended: Promise<Ran>;
}

/** Longer than any successful run. A run that takes longer has failed. */
const maxMilliseconds = 90_000;

const shortTimeouts = fileURLToPath(new URL('short-timeouts.js', import.meta.url));

/**
 * Starts keyway as users run it: as a process, without a terminal, and with only PATH from this machine's
 * environment.
 */
export function startKeyway(
  main: string,
  folder: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[],
): Running {
  const start = performance.now();
  const child = spawn(process.execPath, ['--import', shortTimeouts, main, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), maxMilliseconds);
  const ended = new Promise<Ran>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, stdout, stderr, milliseconds: performance.now() - start });
    });
  });
  return { signal: (name) => void child.kill(name), ended };
}
