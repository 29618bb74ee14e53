import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startProcess, stop, stopAll } from './started.ts';

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'keyway-home-'));
});

afterEach(async () => {
  await stopAll();
  await rm(home, { recursive: true, force: true });
});

const read = async (name: string) => JSON.parse(await readFile(join(home, '.sfdx', name), 'utf8'));
const aliases = async () => (await read('alias.json')).orgs;

/** The files that the sf CLI would have after a sign-in to another org. */
const logIn = async (alias: string, username: string, instanceUrl: string): Promise<void> => {
  const fields = { username, instanceUrl, orgId: '00D000000000009AAA', accessToken: 'x' };
  await writeFile(join(home, '.sfdx', `${username}.json`), JSON.stringify(fields));
  await writeFile(
    join(home, '.sfdx', 'alias.json'),
    JSON.stringify({ orgs: { ...(await aliases()), [alias]: username } }),
  );
};

const refusal = async (...args: readonly string[]) => {
  const printed = await startProcess(home, ...args).then(
    () => 'started',
    (error: Error) => error.message,
  );
  return JSON.parse(printed) as { name: string; message: string };
};

describe('local-org start --alias', () => {
  it('writes the sign-in and the alias where the sf CLI stores them, with an encrypted token', async () => {
    const { facts } = await startProcess(home, '--alias', 'acme');
    expect(await aliases()).toEqual({ acme: facts.username });
    const login = await read(`${facts.username}.json`);
    expect(login).toMatchObject({
      orgId: facts.orgId,
      instanceUrl: facts.instanceUrl,
      username: facts.username,
    });
    expect(JSON.stringify(login)).not.toContain(facts.accessToken);
  });

  it('writes nothing to the home folder without --alias', async () => {
    await startProcess(home);
    await expect(aliases()).rejects.toThrow('ENOENT');
  });

  it('runs beside others: each org has its own user, port and alias', async () => {
    const [one, two] = await Promise.all([
      startProcess(home, '--alias', 'one', '--state-dir', 'one'),
      startProcess(home, '--state-dir', 'two'),
    ]);
    await stop(two.child);
    const again = await startProcess(home, '--alias', 'two', '--state-dir', 'two');
    expect(again.facts.username).toBe(two.facts.username);
    expect(await aliases()).toEqual({ one: one.facts.username, two: two.facts.username });
    expect(one.facts.instanceUrl).not.toBe(again.facts.instanceUrl);
  });

  it('renews its own alias, whose address changes with each start', async () => {
    const first = await startProcess(home, '--alias', 'acme');
    await stop(first.child);
    const second = await startProcess(home, '--alias', 'acme');
    expect((await read(`${first.facts.username}.json`)).instanceUrl).toBe(second.facts.instanceUrl);
  });

  it('takes over the alias of a local org that no longer runs', async () => {
    const first = await startProcess(home, '--alias', 'acme', '--state-dir', 'one');
    await stop(first.child);
    const second = await startProcess(home, '--alias', 'acme', '--state-dir', 'two');
    expect(await aliases()).toEqual({ acme: second.facts.username });
  });

  it('refuses the alias of a running local org', async () => {
    const { facts } = await startProcess(home, '--alias', 'acme', '--state-dir', 'one');
    expect(await refusal('--alias', 'acme', '--state-dir', 'two')).toMatchObject({
      name: 'AliasTaken',
      message: `The alias acme names another local org, which runs at ${facts.instanceUrl}.`,
    });
    expect(await aliases()).toEqual({ acme: facts.username });
  });

  it('refuses an alias of another kind of org, and writes nothing', async () => {
    await stop((await startProcess(home, '--alias', 'other')).child);
    await logIn('prod', 'admin@acme.example', 'https://acme.my.salesforce.example');
    const before = await aliases();
    expect(await refusal('--alias', 'prod')).toMatchObject({
      name: 'AliasTaken',
      message:
        "The alias prod names admin@acme.example, at https://acme.my.salesforce.example, which isn't a local org.",
    });
    expect(await aliases()).toEqual(before);
  });

  it('refuses to replace the sign-in of a user of another org', async () => {
    await stop((await startProcess(home, '--alias', 'other')).child);
    await logIn('prod', 'admin@acme.example', 'https://acme.my.salesforce.example');
    await writeFile(join(home, 'seed.yaml'), 'username: admin@acme.example\n');
    const { name, message } = await refusal('--alias', 'fine', '--state-dir', 'two', '--seed', 'seed.yaml');
    expect(name).toBe('UsernameTaken');
    expect(message).toContain('admin@acme.example as a user of https://acme.my.salesforce.example');
    expect((await read('admin@acme.example.json')).accessToken).toBe('x');
  });

  it('refuses an alias that could shadow a username', async () => {
    expect(await refusal('--alias', 'admin@acme.example')).toMatchObject({ name: 'AliasWrong' });
  });
});
