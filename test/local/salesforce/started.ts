import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

/** `keyway local-org start --json` as a separate process, with a temporary home folder. */
export interface Started {
  readonly child: ChildProcess;
  readonly facts: {
    readonly instanceUrl: string;
    readonly accessToken: string;
    readonly username: string;
    readonly orgId: string;
  };
}

const running = new Set<ChildProcess>();

/** Resolves when it serves; throws its output if it ends before that. */
export const startProcess = (home: string, ...args: readonly string[]): Promise<Started> =>
  startProcessOf(resolve('src/main.ts'), home, ...args);

/** Does the same with another `main`: that of the package. */
export const startProcessOf = async (
  main: string,
  home: string,
  ...args: readonly string[]
): Promise<Started> => {
  const child = spawn(process.execPath, [main, 'local-org', 'start', '--json', ...args], {
    cwd: home,
    env: { PATH: process.env.PATH, HOME: home, USERPROFILE: home, SF_USE_GENERIC_UNIX_KEYCHAIN: 'true' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  let printed = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    printed += chunk;
    if (printed.startsWith('{"instanceUrl"') && printed.includes('\n'))
      return { child, facts: JSON.parse(printed) };
  }
  throw new Error(printed);
};

export const stop = async (child: ChildProcess): Promise<void> => {
  running.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
};

/** Call after each test. */
export const stopAll = (): Promise<unknown> => Promise.all([...running].map(stop));
