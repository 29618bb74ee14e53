import { afterEach, expect, it } from '@jest/globals';
import { deploy } from '../../src/operations/deploy.ts';
import { plan } from '../../src/operations/plan.ts';
import { pull } from '../../src/operations/pull.ts';
import { externalCredential, principal } from '../local/salesforce/samples.ts';
import { closePulls, pullOrg } from './pull-org.ts';

afterEach(closePulls);

it('pulls two per-user principals of an external credential, and deploys them to a second org', async () => {
  const parameters = principal('Person', 'PerUserPrincipal') + principal('Other', 'PerUserPrincipal');
  const org = await pullOrg();
  await org.deploy({
    'externalCredentials/Ext.externalCredential': externalCredential('Custom', parameters),
  });
  const { notes } = await pull({ config: org.config });
  expect(notes).toEqual([]);
  expect((await plan({ config: org.config })).changes).toEqual([]);
  const second = await pullOrg();
  second.write(org.text());
  const { checks } = await deploy({ config: second.config });
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  expect((await plan({ config: second.config })).changes).toEqual([]);
});
