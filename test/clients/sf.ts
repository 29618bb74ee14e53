import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { LocalOrg } from '../../src/local/salesforce/index.ts';
import { clientsFolder } from './installed.ts';
import { sfEnvironment } from './sf-environment.ts';

export interface SfAnswer {
  readonly exitCode: number;
  /** The command's output with --json: `result`, or `name` and `message`. */
  // biome-ignore lint/suspicious/noExplicitAny: what an CLI answers is looked at, not typed
  readonly json: any;
  readonly stdout: string;
  readonly stderr: string;
}

/** The `sf` CLI with a temporary home folder and project. */
export interface Sf {
  readonly home: string;
  readonly project: string;
  /** Runs `sf … --json`. */
  json(command: string, ...args: string[]): Promise<SfAnswer>;
  /** Signs in by `sf org login access-token`, with the token in the environment, as scripts do. */
  logIn(org: LocalOrg, alias: string): Promise<SfAnswer>;
  /** Runs `sf …` without --json. */
  text(command: string, ...args: string[]): Promise<SfAnswer>;
  /** Writes a file of the project and returns its path. */
  file(path: string, content: string): Promise<string>;
  remove(): Promise<void>;
}

/** The command's words are separated by spaces. Arguments are passed one by one. */
export const newSf = async (): Promise<Sf> => {
  const folder = await mkdtemp(join(tmpdir(), 'keyway-sf-'));
  const home = join(folder, 'home');
  const project = join(folder, 'project');
  await mkdir(home);
  await mkdir(project);
  for (const name of ['force-app', 'manifest', 'sfdx-project.json'])
    await cp(resolve(name), join(project, name), { recursive: true });

  const run = (command: string, args: readonly string[], extra: Readonly<Record<string, string>> = {}) =>
    new Promise<SfAnswer>((done) => {
      const script = join(clientsFolder(), '@salesforce/cli/bin/run.js');
      execFile(
        process.execPath,
        [script, ...command.split(' '), ...args],
        { cwd: project, env: { ...sfEnvironment(home), ...extra }, maxBuffer: 64 * 1024 * 1024 },
        (error, stdout, stderr) => {
          const exitCode = typeof error?.code === 'number' ? error.code : error ? 1 : 0;
          done({ exitCode, stdout, stderr, json: args.includes('--json') ? parse(stdout) : undefined });
        },
      );
    });

  return {
    home,
    project,
    json: (command, ...args) => run(command, [...args, '--json']),
    logIn: (org, alias) =>
      run(
        'org login access-token',
        ['--instance-url', org.url, '--alias', alias, '--set-default', '--no-prompt', '--json'],
        { SF_ACCESS_TOKEN: org.accessToken },
      ),
    text: (command, ...args) => run(command, args),
    file: async (path, content) => {
      await writeFile(join(project, path), content);
      return join(project, path);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};

const parse = (stdout: string): unknown => {
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`sf did not print JSON: ${stdout.slice(0, 2000)}`);
  }
};
