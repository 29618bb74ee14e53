import { afterEach, describe, expect, it } from '@jest/globals';
import { deploy } from '../../src/operations/deploy.ts';
import { closeOrgs, type ProxiedOrg, startOrg } from '../e2e/org.ts';
import { configText } from './org-and-config.ts';
import { setEnvironment, workspace } from './workspace.ts';

afterEach(closeOrgs);

const asked = ({ seen }: ProxiedOrg) =>
  seen.filter(({ path, body }) => decodeURIComponent(`${path} ${body}`).includes('FROM TenantSecret')).length;

describe('Tenant secrets of a file without keys', () => {
  it('are read only if a live key may be fetched through a change, once; not if nothing or only something new changes', async () => {
    const org = await startOrg();
    setEnvironment({ ...org.env, ACME_SECRET: 'S3cr3t-of-the-tests-0123456789' });
    const first = workspace(configText());
    await deploy({ config: first.config });
    await deploy({ config: first.config });
    expect(asked(org)).toBe(0);

    const { config } = workspace(configText({ url: 'https://kms.acme.example/v2' }));
    await deploy({ config });
    expect(asked(org)).toBe(1);
  });
});
