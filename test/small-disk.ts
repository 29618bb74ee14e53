import { spawn } from 'node:child_process';

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Libraries listen to every signal and end the process. Node itself ignores this one, and a real full disk sends
 * none.
 */
const ignoreFileSizeSignal = `data:text/javascript,${encodeURIComponent(
  "const { on } = process; process.on = (name, ...more) => name === 'SIGXFSZ' ? process : on.call(process, name, ...more);",
)}`;

/**
 * Runs Node with a limit on the size of files. A write beyond it is cut short, and the next one fails, as on a disk
 * that fills up.
 */
export function runOnSmallDisk(
  bytes: number,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  onOutput: (text: string) => void = () => {},
): Promise<Ended> {
  // POSIX counts blocks of 512 bytes.
  const script = `ulimit -f ${Math.floor(bytes / 512)}; exec "$0" "$@"`;
  const child = spawn('sh', ['-c', script, process.execPath, '--import', ignoreFileSizeSignal, ...args], {
    env: { PATH: process.env.PATH, NODE_OPTIONS: '', NODE_NO_WARNINGS: '1', ...env },
    timeout: 30_000,
  });
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      printed[name] += text;
      onOutput(text);
    });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, ...printed }));
  });
}
