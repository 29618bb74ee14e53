import { afterEach, describe, expect, it } from '@jest/globals';
import { deploy } from '../../src/operations/deploy.ts';
import { status } from '../../src/operations/status.ts';
import { formatStatus } from '../../src/report/status.ts';
import { keyway } from '../cli/keyway.ts';
import { type FleetHome, fleetHome } from './fleet-home.ts';
import { configText, placeWithOrg } from './org-and-config.ts';

let home: FleetHome | undefined;
afterEach(async () => {
  await home?.close();
  home = undefined;
});

const config = `version: 1
apiVersion: "66.0"
externalCredentials:
  Acme: { label: Acme, authentication: { protocol: Custom }, principals: { Service: NamedPrincipal } }
namedCredentials:
  Acme: { label: Acme, url: "https://acme.example", externalCredential: Acme }
environments:
  test: { targetOrg: acme-01, default: true }
  uat: { targetOrg: acme-02, namedCredentials: { Acme: { url: "https://uat.acme.example" } } }
  production: { targetOrg: acme-03 }
`;

describe('keyway status', () => {
  it('shows every environment on one screen: level, changed, and unreachable', async () => {
    home = await fleetHome(3);
    await home.write(config);
    for (const environment of ['test', 'uat', 'production'])
      expect(await home.keyway('deploy', '--env', environment, '--yes')).toMatchObject({ code: 0 });
    expect(await home.keyway('status')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Every org matches the file.'),
    });
    await home.write(config.replace('uat.acme', 'new.acme'));
    await home.orgs[2]?.close();
    const { code, stdout } = await home.keyway('status');
    expect(code).toBe(1);
    expect(stdout).toMatch(/✔ test +admin@acme-01\.example \(\w+\) +level, \d of \d links/);
    expect(stdout).toMatch(/~ uat +admin@acme-02\.example \(\w+\) +1 change\n/);
    expect(stdout).toMatch(/\? production +acme-03 +\w+: can't be asked/);
    expect(stdout).toContain('Next: keyway plan --env uat');
    expect(await home.keyway('status', '--env', 'uat', '--exit-code')).toMatchObject({ code: 2 });
    const { result } = JSON.parse((await home.keyway('status', '--json')).stdout);
    expect(result.orgs.map(({ level }: { level: string }) => level)).toEqual(['level', 'differs', 'unknown']);
    expect(result.orgs[2]).not.toHaveProperty('changes');
  });

  it('warns about a certificate that expires soon', async () => {
    const place = await placeWithOrg({}, configText({ more: 'certificates: { AcmeByok: { label: Acme } }' }));
    try {
      await deploy({ config: place.config });
      const { orgs } = await status({ config: place.config });
      expect(orgs).toMatchObject([{ level: 'level' }]);
      const said = JSON.stringify(orgs[0]?.level === 'level' && orgs[0].checks);
      const end = Date.parse(/expires on (\d{4}-\d\d-\d\d)/.exec(said)?.[1] ?? '');
      const nearItsEnd = () => new Date(end - 10 * 24 * 60 * 60_000);
      const [later] = (await status({ config: place.config, now: nearItsEnd })).orgs;
      expect(later?.level).toBe('level');
      expect(formatStatus(later ? [later] : []).join('\n')).toMatch(/! Certificate +AcmeByok +ends on/);
    } finally {
      await place.close();
    }
  });

  it("fails, like plan, if a plan can't be applied", async () => {
    const place = await placeWithOrg({}, configText().replace('[autoproc]', '[nobody@acme.example]'));
    try {
      const { exitCode, stdout } = await keyway(['status', '--config', place.config]);
      expect({ exitCode, stdout }).toMatchObject({
        exitCode: 1,
        stdout: expect.stringMatching(/~ test .*1 error/),
      });
    } finally {
      await place.close();
    }
  });

  it('uses only one org with an access token', async () => {
    const place = await placeWithOrg();
    try {
      await place.write(config);
      await expect(status({ config: place.config })).rejects.toMatchObject({ code: 'TokenForSeveralOrgs' });
      const { orgs } = await status({ config: place.config, environment: 'test' });
      expect(orgs).toMatchObject([{ environment: 'test', level: 'differs' }]);
    } finally {
      await place.close();
    }
  });
});
