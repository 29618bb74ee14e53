import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { PASSWORD } from '../../local/ciphertrust/started.ts';

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Keyway {
  (args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran>;
  /** The one object that `--json` prints. */
  // biome-ignore lint/suspicious/noExplicitAny: what is printed is looked at, not typed
  json(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<any>;
  /** All output so far. */
  readonly printed: () => string;
}

const main = resolve('src/main.ts');

/** keyway as a separate process in a folder, from source, with the login of the local CipherTrust. */
export const keywayIn = (folder: string, login: Readonly<Record<string, string>> = {}): Keyway => {
  if (!existsSync(main)) throw new Error('tests run from the root of the repository');
  const seen: string[] = [];
  const run = async (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> => {
    const child = spawn(process.execPath, [main, ...args], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        KEYWAY_CCKM_USERNAME: 'admin',
        KEYWAY_CCKM_PASSWORD: PASSWORD,
        ...login,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text;
      });
    const status = await new Promise<number | null>((done) => child.once('close', done));
    seen.push(output.stdout, output.stderr);
    return { status, ...output };
  };
  const json = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const { stdout, stderr, status } = await run([...args, '--json'], env);
    try {
      const answer = JSON.parse(stdout);
      if (answer.status !== status) throw new Error('status');
      return answer;
    } catch {
      throw new Error(`keyway ${args.join(' ')} printed, with exit code ${status}:\n${stdout}\n${stderr}`);
    }
  };
  return Object.assign(run, { json, printed: () => seen.join('\n') });
};
