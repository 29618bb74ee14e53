import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readSeedFile } from '../../../src/local/salesforce/seed/seed-file.ts';
import { closeAll, startOrg } from './client.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyway-seed-'));
});

afterEach(async () => {
  await closeAll();
  await rm(folder, { recursive: true });
});

const read = async (content: string, name = 'seed.yaml') => {
  const path = join(folder, name);
  await writeFile(path, content);
  return readSeedFile(path);
};

describe('a seed file', () => {
  it('sets the content and the kind of a new org', async () => {
    const options = await read(`
      kind: sandbox
      namespace: acme
      organizationName: Acme UAT
      users:
        - username: deploy@acme.example
          permissions: [ApiEnabled, ModifyMetadata]
      certificates: [AcmeByok]
    `);
    const { query, org } = await startOrg(options);
    const { body } = await query('SELECT Name, IsSandbox, NamespacePrefix FROM Organization');
    expect(body.records).toMatchObject([{ Name: 'Acme UAT', IsSandbox: true, NamespacePrefix: 'acme' }]);
    expect(org.users.map(({ username }) => username)).toContain('deploy@acme.example');
  });

  it('can be JSON, or empty', async () => {
    expect(await read('{"organizationName": "Acme"}', 'seed.json')).toEqual({
      seed: { organizationName: 'Acme' },
    });
    expect(await read('')).toEqual({ seed: {} });
  });

  it.each([
    ['a name that it does not know', 'organisationName: Acme', 'Unrecognized key: "organisationName"'],
    ['a value of another type', 'users: [{ username: 42 }]', 'users.0.username: '],
    [
      'a permission that is none',
      'users: [{ username: a@b.c, permissions: [Fly] }]',
      'users.0.permissions.0: ',
    ],
    ['what is no YAML', 'users: [', 'Flow sequence'],
  ])('is refused for %s', async (_, content, why) => {
    await expect(read(content)).rejects.toMatchObject({
      code: 'LocalOrgSeedInvalid',
      message: expect.stringContaining(why),
    });
  });

  it('that is missing is reported', async () => {
    await expect(readSeedFile(join(folder, 'nope.yaml'))).rejects.toMatchObject({
      code: 'LocalOrgSeedInvalid',
      message: expect.stringContaining('no such file'),
    });
  });
});
