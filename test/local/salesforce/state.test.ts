import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createLocalOrg, type LocalOrg } from '../../../src/local/salesforce/index.ts';
import { clientOf, closeAll, startOrg } from './client.ts';
import { access, chain, externalCredential, packageXml, permissionSet, principal } from './samples.ts';

const children: ChildProcess[] = [];
afterEach(async () => {
  await closeAll();
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const stateIn = (file: Buffer) => JSON.parse(file.toString()).state;

const newDir = (): Promise<string> => mkdtemp(join(tmpdir(), 'keyway-local-org-'));

/** A separate process that starts an org and prints its address. It ends when told to or killed. */
const startProcess = async (
  options: object,
): Promise<{ child: ChildProcess; url: string; accessToken: string }> => {
  const child = fork(new URL('./org-process.ts', import.meta.url), [JSON.stringify(options)], {
    execArgv: [],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  children.push(child);
  const [message] = (await once(child, 'message')) as [{ url: string; accessToken: string }];
  return { child, ...message };
};

describe('an org with a state folder', () => {
  it('is the same after a restart: components, rows, organization, access token', async () => {
    const stateDir = await newDir();
    const before = await startOrg({ stateDir });
    await before.deploy(chain());
    const { orgId, accessToken } = before.org;
    await before.org.close();
    const after = await startOrg({ stateDir });
    expect([after.org.orgId, after.org.accessToken]).toEqual([orgId, accessToken]);
    expect((await after.query('SELECT COUNT() FROM NamedCredential')).body.totalSize).toBe(1);
  });

  it('stores its state in a file that only its owner can read', async () => {
    const stateDir = await newDir();
    await startOrg({ stateDir });
    expect((await stat(join(stateDir, 'state.json'))).mode & 0o777).toBe(0o600);
  });

  it('saves a change before it answers', async () => {
    const stateDir = await newDir();
    const { rest } = await startOrg({ stateDir });
    await rest('POST', '/services/data/v66.0/sobjects/PermissionSet', { Name: 'Written', Label: 'Written' });
    expect(await readFile(join(stateDir, 'state.json'), 'utf8')).toContain('"Written"');
  });

  it("saves a job's changes before it reports the job as done", async () => {
    const stateDir = await newDir();
    const client = await startOrg({ stateDir });
    for (let count = 0; count < 10; count += 1) {
      const { id, status } = await client.deploy(chain());
      const { deployJob } = stateIn(await readFile(join(stateDir, 'state.json')));
      const [, kept] = deployJob.find(([key]: [string]) => key === id);
      expect([status, kept.status]).toEqual(['Succeeded', 'Succeeded']);
    }
  });

  it('starts empty after a reset, with the same organization and access token', async () => {
    const stateDir = await newDir();
    const client = await startOrg({ stateDir, seed: { users: [{ username: 'u@acme.example' }] } });
    await client.deploy(chain());
    await client.org.reset();
    expect((await client.query('SELECT COUNT() FROM NamedCredential')).body.totalSize).toBe(0);
    expect(
      (await client.query("SELECT COUNT() FROM User WHERE Username = 'u@acme.example'")).body.totalSize,
    ).toBe(1);
    expect((await client.query('SELECT Id FROM Organization')).body.records[0].Id).toBe(client.org.orgId);
  });

  it.each([
    ['is broken', '{"format":1,"state":{', 'LocalOrgStateUnreadable'],
    ['is of a newer version', '{"format":99,"state":{}}', 'LocalOrgStateUnreadable'],
    ['is something else', '[1,2]', 'LocalOrgStateUnreadable'],
    ['is nothing', '', 'LocalOrgStateUnreadable'],
    ['is empty', '{"format":1,"state":{}}', 'LocalOrgStateUnreadable'],
    ['has no rows', '{"format":1,"state":{"user":5}}', 'LocalOrgStateUnreadable'],
  ])("whose state %s isn't started, and says what to do", async (_name, content, code) => {
    const stateDir = await newDir();
    await writeFile(join(stateDir, 'state.json'), content);
    await expect(createLocalOrg({ stateDir })).rejects.toMatchObject({
      code,
      actions: [expect.stringContaining('Delete'), expect.any(String)],
    });
    expect(await readFile(join(stateDir, 'state.json'), 'utf8')).toBe(content);
  });

  it("whose state is damaged anywhere isn't started, and the file stays unchanged", async () => {
    const stateDir = await newDir();
    const path = join(stateDir, 'state.json');
    const client = await startOrg({ stateDir });
    await client.deploy(chain());
    await client.org.close();
    const whole = await readFile(path);
    const damage = fc.record({ at: fc.nat(whole.length - 1), to: fc.nat(255), cut: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(damage, async ({ at, to, cut }) => {
        const bytes = Buffer.from(cut ? whole.subarray(0, at) : whole);
        if (!cut) bytes[at] = to;
        await writeFile(path, bytes);
        const started = await createLocalOrg({ stateDir }).then(
          async (org) => org.close(),
          (error) => error,
        );
        // A change of white space between values isn't part of the state.
        if (started === undefined) expect(stateIn(bytes)).toEqual(stateIn(whole));
        else {
          expect(started).toMatchObject({
            code: 'LocalOrgStateUnreadable',
            message: expect.stringContaining(path),
          });
          expect(await readFile(path)).toEqual(bytes);
        }
      }),
      { seed: 12, numRuns: 60 },
    );
  });

  it('that an older keyway saved without a checksum is started', async () => {
    const stateDir = await newDir();
    const path = join(stateDir, 'state.json');
    const client = await startOrg({ stateDir });
    await client.org.close();
    await writeFile(path, (await readFile(path, 'utf8')).replace(/"crc32":\d+,/, ''));
    expect((await startOrg({ stateDir })).org.orgId).toBe(client.org.orgId);
  });

  it('waits while another process has the folder, and then loses none of its changes', async () => {
    const stateDir = await newDir();
    const first = await startOrg({ stateDir });
    const second = startOrg({ stateDir });
    await first.deploy(chain());
    await first.org.close();
    expect((await (await second).query('SELECT COUNT() FROM NamedCredential')).body.totalSize).toBe(1);
  });

  it("doesn't wait forever", async () => {
    const stateDir = await newDir();
    await startOrg({ stateDir });
    await expect(createLocalOrg({ stateDir, lockTimeout: 100 })).rejects.toMatchObject({
      code: 'LocalOrgInUse',
    });
  });

  it('is used through the server that has it', async () => {
    const stateDir = await newDir();
    const server = await startOrg({ stateDir, shared: true });
    const client = await startOrg({ stateDir });
    expect([client.org.url, client.org.accessToken]).toEqual([server.org.url, server.org.accessToken]);
    await client.org.close();
    expect((await server.get('/services/data/v66.0/limits')).status).toBe(200);
  });

  it("can't have two servers", async () => {
    const stateDir = await newDir();
    const { org } = await startOrg({ stateDir, shared: true });
    await expect(createLocalOrg({ stateDir, shared: true })).rejects.toMatchObject({
      code: 'LocalOrgInUse',
      message: expect.stringContaining(org.url),
    });
  });

  it('is taken over from a killed process', async () => {
    const stateDir = await newDir();
    const { child } = await startProcess({ stateDir });
    child.kill('SIGKILL');
    await once(child, 'exit');
    const { get } = await startOrg({ stateDir });
    expect((await get('/services/data/v66.0/limits')).status).toBe(200);
    expect((await readdir(stateDir)).toSorted()).toEqual(['lock', 'state.json']);
  });

  it('that is killed during writes has everything that it had answered', async () => {
    const stateDir = await newDir();
    const { child, url, accessToken } = await startProcess({ stateDir });
    const answered: string[] = [];
    const write = async (worker: number): Promise<void> => {
      for (let n = 0; ; n += 1) {
        const Name = `W${worker}N${n}`;
        const response = await fetch(`${url}/services/data/v66.0/sobjects/PermissionSet`, {
          method: 'POST',
          headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
          body: JSON.stringify({ Name, Label: Name }),
        }).catch(() => undefined);
        if (response?.status !== 201) return;
        answered.push(Name);
      }
    };
    const workers = Array.from({ length: 10 }, (_, n) => write(n));
    setTimeout(() => child.kill('SIGKILL'), 400);
    await Promise.all(workers);
    const org = await createLocalOrg({ stateDir });
    const { body } = await clientOf(org).query("SELECT Name FROM PermissionSet WHERE Name LIKE 'W%'");
    await org.close();
    const kept = new Set(body.records.map(({ Name }: { Name: string }) => Name));
    expect(answered.length).toBeGreaterThan(0);
    expect(answered.filter((name) => !kept.has(name))).toEqual([]);
  });

  it('that is killed during deploys has no partial deploy', async () => {
    const stateDir = await newDir();
    const { child, url, accessToken } = await startProcess({ stateDir });
    const client = clientOf({ url, accessToken } as LocalOrg);
    const labelled = (name: string, label: string) => ({
      'package.xml': packageXml([`ExternalCredential/${name}`, `PermissionSet/${name}`]),
      [`externalCredentials/${name}.externalCredential`]: externalCredential('Custom', principal('P'), label),
      [`permissionsets/${name}.permissionset`]: permissionSet(access(`${name}-P`), label),
    });
    let deployed = 0;
    const deploy = async (name: string): Promise<void> => {
      for (let n = 0; ; n += 1) {
        await client.deploy(labelled(name, `D${n}`));
        deployed += 1;
      }
    };
    const deployers = ['A', 'B', 'C'].map(deploy);
    setTimeout(() => child.kill('SIGKILL'), 600);
    await Promise.allSettled(deployers);
    expect(deployed).toBeGreaterThan(0);
    const { soap, toolingQuery } = await startOrg({ stateDir });
    // Accepted jobs run now. Until they end, a label may change between two answers.
    const undone = "SELECT COUNT() FROM DeployRequest WHERE Status IN ('Pending', 'InProgress')";
    while ((await toolingQuery(undone)).body.totalSize > 0);
    for (const name of ['A', 'B', 'C']) {
      const labels = ['ExternalCredential', 'PermissionSet'].map(async (type) => {
        const read = `<readMetadata><type>${type}</type><fullNames>${name}</fullNames></readMetadata>`;
        return /<label>([^<]*)</.exec((await soap('m', read)).text)?.[1];
      });
      expect(new Set(await Promise.all(labels)).size).toBe(1);
    }
  });

  it('finishes a deploy that a killed process had accepted', async () => {
    const stateDir = await newDir();
    const { child, url, accessToken } = await startProcess({
      stateDir,
      pace: { pending: 60_000, inProgress: 0 },
    });
    const { zip } = await import('./client.ts');
    const form = new FormData();
    form.append('json', JSON.stringify({ deployOptions: { rollbackOnError: true } }));
    form.append('file', new Blob([zip(chain())]), 'package.zip');
    const headers = { authorization: `Bearer ${accessToken}` };
    const sent = await fetch(`${url}/services/data/v66.0/metadata/deployRequest`, {
      method: 'POST',
      headers,
      body: form,
    });
    const { id } = (await sent.json()) as { id: string };
    child.kill('SIGKILL');
    await once(child, 'exit');
    const client = await startOrg({ stateDir });
    for (;;) {
      const { body } = await client.get(`/services/data/v66.0/metadata/deployRequest/${id}`);
      if (!body.deployResult.done) continue;
      expect(body.deployResult.status).toBe('Succeeded');
      break;
    }
  });
});

describe('an org without one', () => {
  it('ends quickly, with connections open', async () => {
    const { org, get } = await startOrg();
    await get('/services/data');
    const start = performance.now();
    await org.close();
    expect(performance.now() - start).toBeLessThan(500);
  });

  it('reports that its port is taken', async () => {
    const { org } = await startOrg();
    await expect(createLocalOrg({ port: Number(new URL(org.url).port) })).rejects.toMatchObject({
      code: 'LocalOrgPortUnavailable',
    });
  });
});

describe('many clients at once', () => {
  it('lose no write and see no wrong answer', async () => {
    const client = await startOrg({ stateDir: await newDir() });
    const worker = async (n: number): Promise<void> => {
      for (let i = 0; i < 10; i += 1) {
        const Name = `C${n}N${i}`;
        const { status } = await client.rest('POST', '/services/data/v66.0/sobjects/PermissionSet', {
          Name,
          Label: Name,
        });
        expect(status).toBe(201);
        const { body } = await client.query(`SELECT Name FROM PermissionSet WHERE Name = '${Name}'`);
        expect(body.records.map((row: { Name: string }) => row.Name)).toEqual([Name]);
      }
    };
    await Promise.all(Array.from({ length: 50 }, (_, n) => worker(n)));
    expect(
      (await client.query("SELECT COUNT() FROM PermissionSet WHERE Name LIKE 'C%'")).body.totalSize,
    ).toBe(500);
  }, 30_000);
});
