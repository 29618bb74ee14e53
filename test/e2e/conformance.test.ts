import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { facts } from '../../src/conformance/facts/index.ts';
import { chain } from './configs.ts';
import { type Answer, removeWorkspaces, type Started, type Workspace, workspace } from './keyway.ts';

/** The logs that every org keeps, and the counters for its ids. */
const logs = ['asyncApexJob', 'counter', 'deployJob', 'deployZip', 'setupAuditTrail'];

const seed = `
components:
  permissionsets/KwConfiguration.permissionset: |
    <?xml version="1.0" encoding="UTF-8"?>
    <PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata"><label>Somebody's own</label></PermissionSet>
`;

/** An org as a separate server, which keyway's user only knows by an alias of the sf CLI. */
interface Foreign {
  readonly server: Started;
  readonly facts: Answer;
  /** The org's content without its logs. */
  state(): Answer;
  /** The user's workspace, with the sign-in. */
  readonly at: Workspace;
  readonly env: Readonly<Record<string, string>>;
}

async function foreignOrg(seedText: string): Promise<Foreign> {
  const theirs = workspace({ 'seed.yaml': seedText });
  const args = ['--alias', 'far', '--state-dir', 'org', '--seed', 'seed.yaml', '--json'];
  const server = theirs.start(['local-org', 'start', ...args]);
  const told = JSON.parse(await server.line);
  return {
    server,
    facts: told,
    state: () => {
      const { state } = JSON.parse(readFileSync(join(theirs.folder, 'org/state.json'), 'utf8'));
      const tables = Object.entries<readonly unknown[]>(state);
      return Object.fromEntries(tables.filter(([name, rows]) => !logs.includes(name) && rows.length > 0));
    },
    at: workspace({ 'keyway.yaml': chain }),
    env: { HOME: theirs.home, USERPROFILE: theirs.home },
  };
}

/** Waits until a process has printed a text on standard output. */
function printed({ process: child, ended }: Started, text: string): Promise<unknown> {
  let all = '';
  const seen = new Promise<void>((resolve) => {
    child.stdout?.on('data', (more: string) => {
      all += more;
      if (all.includes(text)) resolve();
    });
  });
  return Promise.race([
    seen,
    ended.then(({ stderr }) => Promise.reject(new Error(`ended before ${text}: ${stderr}`))),
  ]);
}

let org: Foreign;

/** Delays the next answer of this SOAP operation. */
async function slowDown(operation: string, milliseconds: number): Promise<void> {
  const { instanceUrl, accessToken } = org.facts;
  const { ok } = await fetch(`${instanceUrl}/local-org/faults`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ faults: [{ kind: 'delay', operation, milliseconds }] }),
  });
  expect(ok).toBe(true);
}

async function stop(): Promise<void> {
  org.server.process.kill('SIGTERM');
  await org.server.ended;
  removeWorkspaces();
}

describe('keyway conformance on an org that an alias names', () => {
  let before: Answer;
  beforeEach(async () => {
    org = await foreignOrg(seed);
    expect(await org.at.json(['deploy', '-o', 'far'], { env: org.env })).toMatchObject({ status: 0 });
    before = org.state();
    expect(JSON.stringify(before)).toContain('KwConfiguration');
  });
  afterEach(stop);

  /** Things that facts created, by the names in the org's own state. */
  const own = () => JSON.stringify(org.state()).match(/KwConf(?![a-z])\w*/g) ?? [];

  it('agrees with every fact, and leaves the org as it was', async () => {
    const { at, env } = org;
    const unasked = await at.json(['conformance', '-o', 'far'], { env });
    expect(unasked).toMatchObject({ status: 1, name: 'NotConfirmed' });
    expect(unasked.data.components).toMatchObject({
      'prefix-of-external-credentials': 'ExternalCredential KwConfPrefix',
    });
    expect(org.state()).toEqual(before);

    const { status, result } = await at.json(['conformance', '-o', 'far', '--yes', '--out', 'result.json'], {
      env,
    });
    expect(result.facts.filter(({ verdict }: Answer) => !/^(agrees|skipped)$/.test(verdict))).toEqual([]);
    expect(status).toBe(0);
    expect(result).toMatchObject({ format: 1, orgKind: 'local', apiVersion: '66.0', leftovers: [] });
    expect(result.facts.map(({ id }: Answer) => id)).toEqual(facts.map(({ id }) => id));
    const skipped = result.facts.filter(({ verdict }: Answer) => verdict === 'skipped');
    expect(skipped.every(({ why }: Answer) => /\.$/.test(why) || why.includes('--with-keys'))).toBe(true);

    expect(org.state()).toEqual(before);
    expect(own()).toEqual([]);
    const written = at.read('result.json');
    expect(JSON.parse(written)).toEqual(result);
    const { username, orgId, instanceUrl, accessToken } = org.facts;
    for (const text of [username, orgId.slice(0, 15), new URL(instanceUrl).host, '127.0.0.1', accessToken])
      expect(written).not.toContain(text);
  });

  it('leaves the org as it was after a run that follows a killed one', async () => {
    const { at, env } = org;
    const killed = at.start(['conformance', '-o', 'far', '--yes'], { env });
    await printed(killed, ` 20/${facts.length} `);
    killed.process.kill('SIGKILL');
    await killed.ended;
    expect(own().length).toBeGreaterThan(10);

    const unasked = await at.json(['conformance', '-o', 'far'], { env });
    expect(unasked.message).toMatch(
      /^keyway removes \d\d components that an earlier run left\. keyway creates /,
    );
    expect(unasked.data.earlier).toContain('Certificate KwConfCertificate');
    expect(JSON.stringify(unasked)).not.toContain('KwConfiguration');

    const only = ['--only', 'prefix-of-external-credentials'];
    const second = await at.keyway(['conformance', '-o', 'far', '--yes', ...only], { env });
    expect(second.stdout).toMatch(/\nAn earlier run left:\n(.*\n)+ {2}Certificate +KwConfCertificate\n/);
    expect(second.stdout).toMatch(/Removing \d\d components that an earlier run left…/);
    expect(second).toMatchObject({ status: 0, stderr: '' });
    expect(org.state()).toEqual(before);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('leaves the org as it was after %s', async (signal) => {
    const { at, env } = org;
    const running = at.start(['conformance', '-o', 'far', '--yes'], { env });
    await printed(running, ` 12/${facts.length} `);
    expect(own().length).toBeGreaterThan(5);
    // Longer than other commands have to end.
    await slowDown('listMetadata', 2500);
    running.process.kill(signal);
    const { status, stderr, stdout } = await running.ended;
    expect(stderr).toMatch(
      /^Stopping…\n.*Interrupted\. keyway removed everything that it created in the org\./,
    );
    expect(stdout).toMatch(/Removing \d+ components…/);
    expect(status).toBe(130);
    expect(org.state()).toEqual(before);
  });
});

describe('keyway conformance without an org', () => {
  afterEach(removeWorkspaces);

  it('asks a temporary local org and CipherTrust, and leaves no file', async () => {
    const { json, keyway, files } = workspace();
    const cipherTrust = facts.find(({ asks }) => asks === 'localCipherTrust')?.id ?? '';
    const only = ['--only', `prefix-of-external-credentials,${cipherTrust}`];
    const { status, result } = await json(['conformance', ...only]);
    expect(status).toBe(0);
    expect(result.facts).toMatchObject([{ verdict: 'agrees' }, { verdict: 'agrees' }]);
    expect(files()).toEqual([]);
    const printed = await keyway(['conformance', '--only', 'prefix-of-external-credentials']);
    expect(printed.stdout).toMatch(/^ {2}1\/1 {2}agrees {7}prefix-of-external-credentials\n/);
    expect(printed.stdout).toMatch(/\n1 fact: 1 agree\.\n$/);
    expect(await json(['conformance', '--only', 'none'])).toMatchObject({ status: 1, name: 'UsageWrong' });
  });
});

describe('keyway conformance on a production org', () => {
  beforeEach(async () => {
    org = await foreignOrg('kind: production\n');
  });
  afterEach(stop);

  it('refuses, and sends nothing', async () => {
    const before = org.state();
    const refused = await org.at.json(['conformance', '-o', 'far', '--yes'], { env: org.env });
    expect(refused).toMatchObject({ status: 1, name: 'ConformanceProduction' });
    expect(refused.message).toContain('says that it is a production org');
    expect(org.state()).toEqual(before);
  });
});
