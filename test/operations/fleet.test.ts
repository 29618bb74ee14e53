import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type FleetHome, fleetHome } from './fleet-home.ts';

jest.setTimeout(120_000);

const config = `version: 1
apiVersion: "66.0"
externalCredentials:
  AcmeKms:
    label: Acme KMS
    authentication: { protocol: Custom }
    principals: { KeyService: { type: NamedPrincipal } }
namedCredentials:
  AcmeKeys: { label: Acme keys, url: https://kms.acme.example, externalCredential: AcmeKms }
permissionSets:
  AcmeKeyAccess: { label: Acme key access, principals: [AcmeKms-KeyService], assignTo: [autoproc] }
environments:
  fleet: { default: true, targetOrgs: ALIASES }
  guarded: { protected: true, targetOrgs: [acme-01, acme-02] }
`;

interface Answer {
  readonly status: number;
  readonly result: {
    readonly orgs: readonly {
      readonly targetOrg: string;
      readonly org?: { readonly username: string };
      readonly error?: { readonly name: string; readonly actions: readonly string[] };
      readonly changes?: readonly { readonly name: string }[];
      readonly checks?: readonly { readonly ok: boolean | null }[];
    }[];
  };
}

describe('an interrupted deploy to several orgs', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s reports for each org what continues there, and converges',
    async (signal) => {
      const home = await fleetHome(3);
      try {
        await home.write(config);
        // The first org is done, the second is in progress, and the third hasn't started.
        await home.orgs[1]?.setFaults([{ kind: 'jobStuck' }]);
        const running = home.start('deploy', '--json', '--concurrency', '1');
        let stdout = '';
        running.stdout?.on('data', (chunk) => {
          stdout += chunk;
        });
        const journal = join(home.folder, '.keyway/journal', `${home.orgs[1]?.orgId}.json`);
        while (!(existsSync(journal) && readFileSync(journal, 'utf8').includes('deployId'))) await sleep(20);
        const begun = performance.now();
        running.kill(signal);
        const [status] = await once(running, 'close');
        expect(performance.now() - begun).toBeLessThan(2500);
        expect(status).toBe(130);
        const { name, status: said, data } = JSON.parse(stdout);
        expect([name, said]).toEqual(['Interrupted', 130]);
        expect(data.orgs).toMatchObject([
          { targetOrg: 'acme-01', deploy: { status: 'Succeeded' } },
          {
            targetOrg: 'acme-02',
            error: {
              name: 'Interrupted',
              message: expect.stringMatching(/the deploy job 0Af\w+ continues in the org/),
              data: { deployId: expect.stringMatching(/^0Af/) },
            },
          },
          { targetOrg: 'acme-03', error: { message: expect.stringContaining('Not started') } },
        ]);
        await home.orgs[1]?.setFaults([]);
        const again = await home.keyway('deploy', '--json');
        expect(JSON.parse(again.stdout)).toMatchObject({ status: 0, result: { orgs: [{}, {}, {}] } });
      } finally {
        await home.close();
      }
    },
  );
});

describe('an environment with several orgs', () => {
  let home: FleetHome;
  const json = async (...line: readonly string[]): Promise<Answer> => {
    const { stdout } = await home.keyway(...line, '--json');
    return JSON.parse(stdout);
  };

  beforeAll(async () => {
    home = await fleetHome(3);
    await home.write(config);
  });
  afterAll(() => home.close());

  it('is planned in one table, with equal plans once', async () => {
    const { code, stdout } = await home.keyway('plan', '--exit-code');
    expect(code).toBe(2);
    expect(stdout).toContain('keyway.yaml, environment fleet → 3 orgs');
    expect(stdout).toContain('acme-01, acme-02, acme-03:');
    expect(stdout.match(/ExternalCredential/g)).toHaveLength(1);
  });

  it("is deployed, and a failing org doesn't stop the others", async () => {
    await home.orgs[1]?.setFaults([{ kind: 'status', status: 500, request: 'query', times: 1000 }]);
    const failed = await json('deploy');
    expect(failed.status).toBe(1);
    expect(failed.result.orgs.map(({ targetOrg, error }) => [targetOrg, error === undefined])).toEqual([
      ['acme-01', true],
      ['acme-02', false],
      ['acme-03', true],
    ]);
    expect(failed.result.orgs[0]?.org?.username).toBe('admin@acme-01.example');
    await home.orgs[1]?.setFaults([]);
    const again = await json('deploy', '--concurrency', '1');
    expect(again.status).toBe(0);
    expect(again.result.orgs.map(({ changes }) => changes?.length)).toEqual([0, 4, 0]);
    const { code, stdout } = await home.keyway('deploy');
    expect([code, stdout.match(/nothing to do, verified/g)?.length]).toEqual([0, 3]);
  });

  it('is split over machines: every org once, the same in every run', async () => {
    const parts = await Promise.all(['1/2', '2/2', '3/3'].map((shard) => json('verify', '--shard', shard)));
    expect(parts.map(({ result }) => result.orgs.map(({ targetOrg }) => targetOrg))).toEqual([
      ['acme-01', 'acme-03'],
      ['acme-02'],
      ['acme-03'],
    ]);
    expect(parts.map(({ status }) => status)).toEqual([0, 0, 0]);
    expect((await json('verify', '--shard', '4/4')).result.orgs).toEqual([]);
    expect((await home.keyway('verify', '--shard', '3/2')).code).toBe(1);
  });

  it('needs a confirmation for each protected org, and asks for each', async () => {
    await home.write(config.replace('ALIASES', '[acme-03]').replace('kms.acme.example', 'kms2.acme.example'));
    const refused = await json('deploy', '--env', 'guarded', '--allow', 'url-host-change');
    expect(refused.result.orgs.map(({ error }) => error?.name)).toEqual(['ProtectedOrg', 'ProtectedOrg']);
    const risky = await json('deploy', '--env', 'guarded', '--yes');
    expect(risky.result.orgs.map(({ error }) => error?.name)).toEqual(['RisksNotAllowed', 'RisksNotAllowed']);
    const { stdout } = await home.keyway('deploy', '--env', 'guarded', '--yes');
    expect(stdout).toContain('Error in acme-01, acme-02:');
    expect((await json('deploy', '--env', 'guarded', '--yes', '--allow', 'url-host-change')).status).toBe(0);
    await home.write(config);
  });

  it('writes a file for each org, not one for all', async () => {
    const { code, stderr } = await home.keyway('plan', '--out', 'plan.json');
    expect([code, stderr]).toEqual([1, expect.stringContaining('--out plan-{org}.json')]);
  });

  it("can't use one access token", async () => {
    process.env.SF_ACCESS_TOKEN = 'x';
    const { fleetOf } = await import('../../src/engine/fleet.ts');
    expect(() => fleetOf({ config: `${home.folder}/keyway.yaml` })).toThrow('SF_ACCESS_TOKEN is for one org');
    delete process.env.SF_ACCESS_TOKEN;
  });

  it('shows drift in Markdown too', async () => {
    const { stdout } = await home.keyway('plan', '--markdown');
    expect(stdout).toContain('| `acme-01` | 1 change | **url-host-change** |');
    expect(stdout).toContain('#### `acme-01`, `acme-02`');
  });
});
