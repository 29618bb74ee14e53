import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deploy } from '../../src/operations/deploy.ts';
import { plan } from '../../src/operations/plan.ts';
import { configText, type Place, placeWithOrg, secret } from './org-and-config.ts';

let place: Place;
beforeEach(async () => {
  place = await placeWithOrg();
});
afterEach(() => place.close());

const file = (name: string) => join(place.directory, 'reports', name);
const run = (more: Partial<Parameters<typeof deploy>[0]> = {}) =>
  deploy({ config: place.config, report: file('report.json'), ...more });
const report = async () => JSON.parse(await readFile(file('report.json'), 'utf8'));

describe('A report for the auditor', () => {
  it("shows who changed what, where, by which job, and the org's state afterwards", async () => {
    const result = await run();
    expect(await report()).toMatchObject({
      status: 'done',
      what: 'deploy',
      org: { id: place.org.orgId, username: place.org.username },
      git: null,
      changes: result.changes,
      deploy: result.deploy,
      checks: result.checks,
      history: result.history,
      error: null,
    });
    expect(await readFile(file('report.json'), 'utf8')).not.toContain(secret);
  });

  it("contains the rows of the org's setup audit trail, only for this run", async () => {
    await run();
    const { setupAuditTrail } = await report();
    expect(setupAuditTrail.available).toBe(true);
    expect(setupAuditTrail.rows.map(({ display }: { display: string }) => display)).toEqual([
      'Created a new external credential: AcmeKms',
      'Created a new named credential: AcmeKeys',
      'Created permission set AcmeKeyAccess: with no license',
      expect.stringMatching(/^Permission set Acme key access: assigned to user /),
    ]);
    expect(setupAuditTrail.rows[2]).toMatchObject({
      action: 'PermSetCreateNoLicense',
      section: 'Manage Users',
    });
  });

  it('shows who approved a risk: by a flag, with the approved plan, on a terminal', async () => {
    await run();
    await place.write(configText({ url: 'https://elsewhere.example/v1' }));
    const approved = join(place.directory, 'approved.json');
    await plan({ config: place.config, out: approved, allow: ['url-host-change'] });
    await run({ plan: approved });
    const first = await report();
    expect(first.confirmations).toEqual([
      { to: 'url-host-change', by: 'approved plan', names: ['AcmeKeys'] },
    ]);
    expect(first.approvedPlan.checksum).toMatch(/^[0-9a-f]{64}$/);
    await place.write(configText().replace('default: true', 'default: true, protected: true'));
    await run({ allow: ['url-host-change'], ask: async () => true });
    expect((await report()).confirmations).toMatchObject([
      { to: 'url-host-change', by: 'flag' },
      { to: 'protected-org', by: 'terminal' },
    ]);
  });

  it('is written by a failed run too', async () => {
    await place.org.setFaults([{ kind: 'jobCanceled' }]);
    await expect(run()).rejects.toMatchObject({ code: 'DeployFailed' });
    expect(await report()).toMatchObject({ status: 'failed', error: { name: 'DeployFailed' } });
  });

  it('is Markdown if the file is, and its content never becomes markup', async () => {
    await place.write(configText().replace('label: Acme keys', 'label: "a | b <img src=x>"'));
    await run({ report: file('report.md') });
    const text = await readFile(file('report.md'), 'utf8');
    expect(text).toMatch(/^# keyway deploy\n/);
    expect(text).toContain('a \\| b \\<img src=x\\>');
  });

  it("that can't be written stops the run before anything is sent", async () => {
    await writeFile(join(place.directory, 'reports'), 'a file where a folder should be');
    await expect(run()).rejects.toMatchObject({ code: 'FileUnwritable' });
    expect(Object.keys(await place.retrieved())).not.toContain('namedCredentials/AcmeKeys.namedCredential');
  });
});
