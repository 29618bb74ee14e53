import { afterEach, describe, expect, it } from '@jest/globals';
import { importComponents } from '../../src/operations/import.ts';
import { plan } from '../../src/operations/plan.ts';
import { keyway } from '../cli/keyway.ts';
import { externalCredential, namedCredential, principal } from '../local/salesforce/samples.ts';
import { closePulls, type PullOrg, pullOrg } from './pull-org.ts';

let org: PullOrg;
afterEach(closePulls);

const start = async () => {
  org = await pullOrg({
    seed: {
      components: {
        'externalCredentials/Hub.externalCredential': externalCredential('Custom', principal('Service')),
        'externalCredentials/Other.externalCredential': externalCredential('Custom', principal('Service')),
        'namedCredentials/HubApi.namedCredential': namedCredential('Hub'),
      },
    },
  });
};
const existingConfig = `# ours
version: 1
apiVersion: "66.0"
externalCredentials:
  Other: { label: Acme KMS, authentication: { protocol: Custom }, principals: { Service: NamedPrincipal } } # kept
`;

describe('keyway import', () => {
  it('adds one component with what it needs, and leaves the rest of the file', async () => {
    await start();
    org.write(existingConfig);
    const { components } = await importComponents({ config: org.config, names: ['HubApi'] });
    expect(components.map(({ name, outcome }) => `${name} ${outcome}`).sort()).toEqual([
      'Hub added',
      'HubApi added',
    ]);
    expect(org.text().startsWith(existingConfig.slice(0, existingConfig.indexOf('  Other')))).toBe(true);
    expect(org.text()).toContain('# kept');
    expect((await plan({ config: org.config })).changes).toEqual([]);
  });

  it('refuses what the file has, and says how to update it', async () => {
    await start();
    org.write(existingConfig);
    await expect(importComponents({ config: org.config, names: ['other', 'HubApi'] })).rejects.toMatchObject({
      code: 'ComponentInConfig',
      actions: [expect.stringContaining('keyway pull other')],
    });
    expect(org.text()).toBe(existingConfig);
  });

  it('needs a name', async () => {
    expect(await keyway(['import'])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('keyway import needs a name.'),
    });
  });
});
