import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { createLocalOrg, type LocalOrg, type LocalOrgOptions } from '../../src/local/salesforce/index.ts';

/** Several local orgs with sign-ins by alias, as in the sf CLI, and a temporary home folder. */
export interface FleetHome {
  readonly folder: string;
  readonly aliases: readonly string[];
  readonly orgs: readonly LocalOrg[];
  /** Adds another sign-in, of any user of any org. */
  logIn(alias: string, login: { readonly url: string; readonly accessToken: string }): Promise<void>;
  /** Writes keyway.yaml; `ALIASES` stands for the list of all. */
  write(text: string): Promise<void>;
  /** Runs the command there and returns its output and exit code. */
  keyway(
    ...line: readonly string[]
  ): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>;
  /** Starts the command there, for tests that end it early. */
  start(...line: readonly string[]): ChildProcess;
  close(): Promise<void>;
}

/** Signs in to all orgs with the library of the sf CLI. */
const loginScript = (logins: readonly object[]) => `
  const { createRequire } = await import('node:module');
  const { AuthInfo } = createRequire(${JSON.stringify(resolve('package.json'))})('@salesforce/core');
  for (const { alias, accessToken, instanceUrl } of ${JSON.stringify(logins)}) {
    const options = { accessToken, instanceUrl, loginUrl: instanceUrl };
    const info = await AuthInfo.create({ accessTokenOptions: options });
    await info.save();
    await info.setAlias(alias);
  }`;

export async function fleetHome(count: number, options: LocalOrgOptions = {}): Promise<FleetHome> {
  const folder = await mkdtemp(join(tmpdir(), 'keyway-fleet-'));
  const aliases = Array.from({ length: count }, (_, index) => `acme-${String(index + 1).padStart(2, '0')}`);
  const orgs = await Promise.all(
    aliases.map((alias) =>
      createLocalOrg({ ...options, seed: { ...options.seed, username: `admin@${alias}.example` } }),
    ),
  );
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    USERPROFILE: folder,
    SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
    SF_DISABLE_LOG_FILE: 'true',
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
  };
  const node = async (...line: readonly string[]) => {
    try {
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [...line], {
        env,
        cwd: folder,
        maxBuffer: 64 * 1024 * 1024,
      });
      return { code: 0, stdout, stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, stdout, stderr };
    }
  };
  const logIn = async (logins: readonly object[]) => {
    const logged = await node('--input-type=module', '-e', loginScript(logins));
    if (logged.code !== 0) throw new Error(logged.stderr);
  };
  await logIn(
    orgs.map(({ url, accessToken }, index) => ({ alias: aliases[index], accessToken, instanceUrl: url })),
  );
  return {
    folder,
    aliases,
    orgs,
    logIn: (alias, { url, accessToken }) => logIn([{ alias, accessToken, instanceUrl: url }]),
    write: (text) =>
      writeFile(join(folder, 'keyway.yaml'), text.replace('ALIASES', `[${aliases.join(', ')}]`)),
    keyway: (...line) => node(resolve('src/main.ts'), ...line),
    start: (...line) => spawn(process.execPath, [resolve('src/main.ts'), ...line], { env, cwd: folder }),
    close: async () => {
      await Promise.all(orgs.map((org) => org.close()));
      await rm(folder, { recursive: true });
    },
  };
}
