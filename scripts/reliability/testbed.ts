import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type FaultProxy, faultProxy, type Request } from './fault-proxy.ts';
import type { Fault } from './faults.ts';
import { type Ran, startKeyway } from './run-keyway.ts';

/** A local org as its process announces it. */
export interface OrgLogin {
  readonly url: string;
  readonly accessToken: string;
  readonly username: string;
  readonly orgId: string;
  readonly keyService: {
    readonly keyService: string;
    readonly tokenUrl: string;
    readonly clientId: string;
    readonly clientSecret: string;
  };
}

/** What is deployed: the repository's example to one org, or a chain to a fleet. */
export type Scenario = 'example' | 'fleet of three';

/** Runs deploys one after another, against orgs in a separate process with a fault proxy before each. */
export interface Testbed {
  readonly scenario: Scenario;
  readonly orgs: readonly OrgLogin[];
  /** The aliases of a fleet's orgs; `org` for the example's org. */
  readonly aliases: readonly string[];
  /** Resets everything and creates a new folder for the next runs. */
  reset(): Promise<string>;
  /** Runs a command line in that folder, with one fault or none. */
  run(args: readonly string[], armed?: { readonly at: Request; readonly fault: Fault }): Promise<TestbedRun>;
  close(): Promise<void>;
}

export interface TestbedRun extends Ran {
  readonly requests: readonly Request[];
  readonly isHit: boolean;
}

/** @param main path of keyway's executable */
export async function openTestbed(scenario: Scenario, main: string): Promise<Testbed> {
  const count = scenario === 'example' ? 1 : 3;
  const aliases = scenario === 'example' ? ['org'] : ['acme-1', 'acme-2', 'acme-3'];
  const root = await mkdtemp(join(tmpdir(), 'keyway-reliability-'));
  const { child, orgs } = await startOrgs(count);
  const fronts = await Promise.all(orgs.map(({ url }, index) => faultProxy(aliases[index] ?? '', url)));
  const keyService = orgs[0]?.keyService as OrgLogin['keyService'];
  const keyFront = await faultProxy('key service', new URL(keyService.keyService).origin);
  const proxies = [...fronts, keyFront];
  const home = join(root, 'home');
  await mkdir(home);
  const base = {
    HOME: home,
    USERPROFILE: home,
    SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
    SF_DISABLE_LOG_FILE: 'true',
  };
  const secrets = { ACME_CLIENT_ID: keyService.clientId, ACME_CLIENT_SECRET: keyService.clientSecret };
  const single = { SF_ACCESS_TOKEN: orgs[0]?.accessToken ?? '', SF_ORG_INSTANCE_URL: fronts[0]?.url ?? '' };
  const env = { ...base, ...secrets, ...(scenario === 'example' ? single : {}) };
  if (scenario !== 'example') await logIn(orgs, fronts, aliases, env);
  const config = await configOf(scenario, keyService, keyFront.url, aliases);
  let folder = root;
  return {
    scenario,
    orgs,
    aliases,
    async reset() {
      if (folder !== root) await rm(folder, { recursive: true, force: true });
      folder = await mkdtemp(join(root, 'run-'));
      await writeFile(join(folder, 'keyway.yaml'), config);
      await Promise.all(orgs.map((org) => control(org, 'reset')));
      return folder;
    },
    async run(args, armed) {
      const running = startKeyway(main, folder, env, args);
      for (const proxy of proxies) proxy.begin(armed && { ...armed, signal: running.signal });
      const ran = await running.ended;
      const requests = proxies.flatMap((proxy) => proxy.requests);
      return { ...ran, requests, isHit: proxies.some((proxy) => proxy.isHit) };
    },
    async close() {
      await Promise.all(proxies.map((proxy) => proxy.close()));
      const ended = new Promise((done) => child.once('exit', done));
      child.stdin?.end();
      await ended;
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function startOrgs(count: number): Promise<{ child: ChildProcess; orgs: readonly OrgLogin[] }> {
  const script = fileURLToPath(new URL('org-process.ts', import.meta.url));
  const child = spawn(process.execPath, [script, String(count)], { stdio: ['pipe', 'pipe', 'inherit'] });
  let text = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    text += chunk;
    if (text.endsWith('\n')) break;
  }
  return { child, orgs: JSON.parse(text) };
}

async function control(org: OrgLogin, what: string): Promise<void> {
  const response = await fetch(`${org.url}/local-org/${what}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${org.accessToken}` },
  });
  if (!response.ok) throw new Error(`${what}: ${await response.text()}`);
}

/** Creates sign-ins of the sf CLI, with its own library. */
async function logIn(
  orgs: readonly OrgLogin[],
  fronts: readonly FaultProxy[],
  aliases: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const logins = orgs.map(({ accessToken }, index) => ({
    alias: aliases[index],
    accessToken,
    instanceUrl: fronts[index]?.url,
  }));
  const script = `
    const { createRequire } = await import('node:module');
    const { AuthInfo } = createRequire(${JSON.stringify(resolve('package.json'))})('@salesforce/core');
    for (const { alias, accessToken, instanceUrl } of ${JSON.stringify(logins)}) {
      const info = await AuthInfo.create({ accessTokenOptions: { accessToken, instanceUrl, loginUrl: instanceUrl } });
      await info.save();
      await info.setAlias(alias);
    }`;
  const options = { env: { ...process.env, ...env } };
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], options);
}

/**
 * The repository's example with an additional environment for the testbed. Each org of a fleet would need its own key
 * service, so a fleet is deployed without the key.
 */
async function configOf(
  scenario: Scenario,
  { keyService, tokenUrl }: OrgLogin['keyService'],
  keyFront: string,
  aliases: readonly string[],
): Promise<string> {
  const example = await readFile('keyway.yaml', 'utf8');
  if (scenario !== 'example')
    return `${example.replace(/^cacheOnlyKeys:\n(?:[ \t].*\n|\n)*/m, '')}  matrix: { targetOrgs: [${aliases.join(', ')}] }\n`;
  const through = (url: string) => url.replace(new URL(url).origin, keyFront);
  // `targetOrg: local` allows addresses on loopback. SF_ACCESS_TOKEN selects the org.
  return `${example}  matrix:
    targetOrg: local
    externalCredentials:
      AcmeKms: { authentication: { tokenUrl: "${through(tokenUrl)}" } }
    namedCredentials:
      AcmeKeys: { url: "${through(keyService)}" }
`;
}
