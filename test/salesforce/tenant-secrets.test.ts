import { afterEach, describe, expect, it } from '@jest/globals';
import type { LocalOrgOptions } from '../../src/local/salesforce/index.ts';
import {
  connect,
  insertTenantSecret,
  type Org,
  readCertificateChain,
  readCertificates,
  readSecretValue,
  readTenantSecrets,
  updateTenantSecret,
} from '../../src/salesforce/index.ts';
import {
  certificateFiles,
  chainOf,
  deployed,
  privateKey,
} from '../local/salesforce/certificates/certificate.ts';
import { type Client, closeAll, startOrg } from '../local/salesforce/client.ts';

const START = Date.parse('2026-06-01T12:00:00Z');
const opened: Org[] = [];

afterEach(async () => {
  for (const org of opened.splice(0)) await org.close();
  await closeAll();
});

/** A local org, and its user signed in by keyway's own client. */
const connected = async (
  options: LocalOrgOptions = {},
  user = 0,
): Promise<{ readonly client: Client; readonly org: Org }> => {
  const client = await startOrg({ clock: () => START, ...options });
  const accessToken = client.org.users[user]?.accessToken ?? '';
  const target = { kind: 'token' as const, instanceUrl: client.org.url, accessToken };
  const org = await connect(target, { apiVersion: '66.0', stateDir: '/nowhere' });
  opened.push(org);
  return { client, org };
};

describe('tenant secrets of an org', () => {
  it("are read in order, in keyway's terms", async () => {
    const { client, org } = await connected();
    await client.org.setTime(START + 86_400_000);
    const id = await insertTenantSecret(org, { Type: 'Data', Description: 'second' });
    const secrets = await readTenantSecrets(org);
    expect(secrets).toMatchObject([
      { type: 'Data', version: 1, status: 'ARCHIVED', source: 'HSM' },
      { id, type: 'Data', version: 2, status: 'ACTIVE', source: 'HSM', description: 'second' },
    ]);
    expect(secrets?.[1]?.createdAt).toBe('2026-06-02T12:00:00.000Z');
  });

  it('return a value that restores a destroyed one', async () => {
    const { org } = await connected();
    await insertTenantSecret(org, { Type: 'Data' });
    const [first] = (await readTenantSecrets(org)) ?? [];
    const value = await readSecretValue(org, first?.id ?? '');
    expect(value.toString()).toMatch(/^[A-Za-z0-9+/]{342}==$/);
    await updateTenantSecret(org, first?.id ?? '', { SecretValue: null, Status: 'Destroyed' });
    expect((await readTenantSecrets(org))?.[0]).toMatchObject({ status: 'DESTROYED' });
    await updateTenantSecret(org, first?.id ?? '', { SecretValue: value.toString(), Status: 'Archived' });
    expect((await readTenantSecrets(org))?.[0]).toMatchObject({ status: 'ARCHIVED' });
  });

  it("of a type that the org doesn't know are refused by name", async () => {
    const { org } = await connected();
    await expect(insertTenantSecret(org, { Type: 'Nonsense' })).rejects.toMatchObject({
      code: 'TenantSecretTypeUnknown',
    });
  });

  it('are refused for a user without Manage Encryption Keys, and the permission is named', async () => {
    const users = [{ username: 'u@acme.example', permissions: ['ApiEnabled'] }] as const;
    const { org } = await connected({ seed: { users } }, 1);
    await expect(insertTenantSecret(org, { Type: 'Data' })).rejects.toMatchObject({
      code: 'PermissionMissing',
      message: expect.stringContaining('Manage Encryption Keys'),
    });
  });

  it('are refused for a session without high assurance, with what to do', async () => {
    const users = [
      {
        username: 'u@acme.example',
        permissions: ['ApiEnabled', 'ManageEncryptionKeys'],
        highAssurance: false,
      },
    ] as const;
    const { org } = await connected({ seed: { users, stepUp: true } }, 1);
    await expect(insertTenantSecret(org, { Type: 'Data' })).rejects.toMatchObject({
      code: 'SessionNotHighAssurance',
      actions: expect.arrayContaining([expect.stringContaining('second factor')]),
    });
  });
});

it('the time of an org is that of its answers, not of this machine', async () => {
  const { org } = await connected();
  expect(Math.abs(org.connection.now().getTime() - START)).toBeLessThan(5000);
});

it('the certificates of an org are listed, with their chain', async () => {
  const { client, org } = await connected({ seed: { certificateKeys: { AcmeByok: privateKey() } } });
  await deployed(client, certificateFiles());
  const [certificate] = await readCertificates(org);
  expect(certificate).toMatchObject({
    name: 'AcmeByok',
    label: 'Acme BYOK',
    bits: 4096,
    expiresAt: '2028-06-01T12:00:00.000Z',
    caSigned: false,
    exportable: false,
  });
  expect(await readCertificateChain(org, certificate?.id ?? '')).toBe(await chainOf(client));
});
