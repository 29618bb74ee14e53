import { afterEach, describe, expect, it } from '@jest/globals';
import { requireUnused } from '../../../src/kinds/named-credential/removal.ts';
import { nothingRead } from '../../../src/kinds/state.ts';
import { deploy } from '../../../src/operations/deploy.ts';
import { connect } from '../../../src/salesforce/index.ts';
import { configOf } from '../../config/reading.ts';
import { closeServices } from '../../local/salesforce/callout/service.ts';
import { closeAll } from '../../local/salesforce/client.ts';
import { remoteKeyOrg } from '../../local/salesforce/remote-keys/remote-key.ts';
import { setEnvironment, workspace } from '../../operations/workspace.ts';
import { fakeSalesforce, TOKEN } from '../../salesforce/fake-salesforce.ts';

afterEach(closeAll);
afterEach(closeServices);

describe('removed:', () => {
  const removal = 'version: 1\napiVersion: "66.0"\nremoved:\n  namedCredentials: [Nc]\n';
  const allow = ['component-removal'] as const;

  it('refuses a named credential that a tenant secret uses', async () => {
    const { client, insert, secrets } = await remoteKeyOrg();
    expect((await insert()).status).toBe(201);
    setEnvironment({ SF_ACCESS_TOKEN: client.org.accessToken, SF_ORG_INSTANCE_URL: client.org.url });
    const { config } = workspace(removal);
    const jobs = async () => (await client.toolingQuery('SELECT Id FROM DeployRequest')).body.totalSize;
    const before = await jobs();
    await expect(deploy({ config, allow })).rejects.toMatchObject({
      code: 'NamedCredentialInUse',
      message: expect.stringMatching(
        /keyway\.yaml:4:\d+ named credential Nc would be deleted, but tenant secret Data, version 2, uses it$/,
      ),
      actions: [expect.stringContaining('Nothing was sent.')],
    });
    expect(await jobs()).toBe(before);
    expect(await secrets()).toHaveLength(2);
  });

  const hidden = {
    status: 400,
    json: [{ errorCode: 'INVALID_TYPE', message: "sObject type 'TenantSecret' is not supported." }],
  };
  const empty = { json: { done: true, totalSize: 0, records: [] } };
  const shown = { json: { done: true, records: [{ Id: '0XA000000000001AAA', DeveloperName: 'Nc' }] } };

  it.each([
    ['are hidden', { named: shown, secrets: hidden }],
    ['have no rows, and none is seen elsewhere', { named: shown, secrets: empty }],
    ['can be asked for by no id, since the named credential is not shown', { named: empty, secrets: empty }],
  ])('says so if tenant secrets %s', async (_how, { named, secrets }) => {
    await using server = await fakeSalesforce(({ path }) => {
      const asked = decodeURIComponent(path);
      if (asked.includes('FROM NamedCredential')) return named;
      return asked.includes('FROM TenantSecret') ? secrets : undefined;
    });
    const target = { kind: 'token', instanceUrl: server.url, accessToken: TOKEN } as const;
    const org = await connect(target, { apiVersion: '66.0', stateDir: '/nowhere' });
    const change = { type: 'NamedCredential', name: 'Nc', action: 'delete', risks: [], fields: [] } as const;
    const plan = { changes: [change], notes: [] };
    expect(await requireUnused(org, configOf(removal), { plan, state: nothingRead })).toEqual([
      expect.stringMatching(
        /^keyway can't tell whether a tenant secret uses Nc: .* lacks Manage Encryption Keys$/,
      ),
    ]);
    await org.close();
  });
});
