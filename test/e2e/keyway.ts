import { type ChildProcess, spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packageFolder } from './pack.ts';

export const main = join(packageFolder, 'dist/main.js');

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Flags for Node itself. */
  readonly node?: readonly string[];
}

/** A temporary folder with a home folder, where keyway runs as users run it: as a process without a terminal. */
export interface Workspace {
  readonly folder: string;
  readonly home: string;
  keyway(args: readonly string[], options?: RunOptions): Promise<Ran>;
  /** The one JSON object that `--json` prints. Fails if standard output contains anything else. */
  json(args: readonly string[], options?: RunOptions): Promise<Answer>;
  /** Starts a process that continues, and returns its first line and a function that ends it. */
  start(args: readonly string[], options?: RunOptions): Started;
  write(path: string, text: string): void;
  read(path: string): string;
  /** All files below the folder, sorted, without the records of deploys. */
  files(): readonly string[];
  remove(): void;
}

// biome-ignore lint/suspicious/noExplicitAny: what is printed is looked at, not typed
export type Answer = any;

export interface Started {
  readonly process: ChildProcess;
  readonly line: Promise<string>;
  readonly ended: Promise<Ran>;
}

const workspaces = new Set<Workspace>();

export function workspace(files: Readonly<Record<string, string>> = {}): Workspace {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'keyway-e2e-')));
  const folder = join(root, 'project');
  const home = join(root, 'home');
  mkdirSync(folder);
  mkdirSync(home);
  const made: Workspace = {
    folder,
    home,
    keyway: (args, options) => start(folder, home, args, options).ended,
    async json(args, options) {
      const { stdout, stderr, status } = await start(folder, home, [...args, '--json'], options).ended;
      let value: Answer;
      try {
        value = JSON.parse(stdout);
      } catch {
        throw new Error(`keyway ${args.join(' ')} --json printed no JSON object:\n${stdout}\n${stderr}`);
      }
      if (value.status !== status) throw new Error(`exit code ${status}, but status ${value.status}`);
      return value;
    },
    start: (args, options) => start(folder, home, args, options),
    write(path, text) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    },
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    files: () =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
        .filter((path) => !/^\.keyway\/(?:history\/|\.gitignore$)/.test(path))
        .sort(),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
  for (const [path, text] of Object.entries(files)) made.write(path, text);
  workspaces.add(made);
  return made;
}

/** Call after each test. */
export function removeWorkspaces(): void {
  for (const made of workspaces) made.remove();
  workspaces.clear();
}

function start(
  folder: string,
  home: string,
  args: readonly string[],
  { env = {}, node = [] }: RunOptions = {},
): Started {
  const child = spawn(process.execPath, [...node, main, ...args], {
    cwd: folder,
    // Only the path to programs from this machine: no sign-in, no setting, no terminal.
    env: { PATH: process.env.PATH, HOME: home, USERPROFILE: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  let sayLine: (line: string) => void = () => {};
  const line = new Promise<string>((resolve) => {
    sayLine = resolve;
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (stdout.includes('\n')) sayLine(stdout.slice(0, stdout.indexOf('\n')));
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ran>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => {
      sayLine(stdout);
      resolve({ status, stdout, stderr });
    });
  });
  return { process: child, line, ended };
}
