import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Started, startProcessOf, stopAll } from '../local/salesforce/started.ts';
import { main } from './packed.ts';
import { newSf, type Sf } from './sf.ts';

/** `keyway local-org start --alias`: the sf CLI and keyway itself find the org by that name alone. */
jest.setTimeout(120_000);

let sf: Sf;
let one: Started;
let two: Started;
let states: string;

beforeAll(async () => {
  sf = await newSf();
  states = await mkdtemp(join(tmpdir(), 'keyway-states-'));
  one = await startProcessOf(main, sf.home, '--alias', 'one', '--state-dir', join(states, 'one'));
  two = await startProcessOf(main, sf.home, '--alias', 'two', '--state-dir', join(states, 'two'));
});

afterAll(async () => {
  await stopAll();
  await sf?.remove();
  await rm(states, { recursive: true, force: true });
});

/** `keyway … --json` in the project and home of the sf CLI. */
const keyway = (...args: readonly string[]) =>
  // biome-ignore lint/suspicious/noExplicitAny: what a CLI answers is looked at, not typed
  new Promise<any>((done) => {
    const env = {
      PATH: process.env.PATH,
      HOME: sf.home,
      USERPROFILE: sf.home,
      SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
    };
    execFile(process.execPath, [main, ...args, '--json'], { cwd: sf.project, env }, (_error, stdout) =>
      done(JSON.parse(stdout)),
    );
  });

const CONFIG = `
version: 1
apiVersion: "66.0"
externalCredentials:
  AcmeKms:
    label: Acme KMS
    authentication: { protocol: Basic }
    principals: { KeyService: { type: NamedPrincipal } }
environments:
  uat: { targetOrg: one }
`;

describe('two local orgs with an alias each', () => {
  it('are both connected orgs to sf', async () => {
    const { json } = await sf.json('org list');
    const found = json.result.nonScratchOrgs.map((org: Record<string, string>) => [
      org.alias,
      org.username,
      org.connectedStatus,
    ]);
    expect(found.sort()).toEqual([
      ['one', one.facts.username, 'Connected'],
      ['two', two.facts.username, 'Connected'],
    ]);
  });

  it('are each reached by keyway under the same name', async () => {
    await sf.file('keyway.yaml', CONFIG);
    const deployed = await keyway('deploy', '--env', 'uat');
    expect(deployed).toMatchObject({ status: 0, result: { org: { id: one.facts.orgId } } });
    const listed = async (alias: string) =>
      (await sf.json('org list metadata', '--target-org', alias, '--metadata-type', 'ExternalCredential'))
        .json.result;
    expect(await listed('one')).toMatchObject([{ fullName: 'AcmeKms' }]);
    expect(await listed('two')).toEqual([]);
  });

  it('contain what sf deploys to them, and keyway sees it', async () => {
    await sf.json('project deploy start', '--target-org', 'two', '--source-dir', 'force-app');
    const planned = await keyway('plan', '--target-org', 'two');
    expect(planned).toMatchObject({ status: 0, result: { org: { id: two.facts.orgId } } });
  });
});
