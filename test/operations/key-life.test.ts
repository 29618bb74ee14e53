import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { keyCreate } from '../../src/operations/key/create.ts';
import { keyDestroy } from '../../src/operations/key/destroy.ts';
import { keyExport } from '../../src/operations/key/export.ts';
import { keyImport } from '../../src/operations/key/import.ts';
import { keyList } from '../../src/operations/key/list.ts';
import { keyRotate } from '../../src/operations/key/rotate.ts';
import { keyUpload } from '../../src/operations/key/upload.ts';
import { type KeyPlace, keyPlace, passphrase, withSettings } from './key-place.ts';

let place: KeyPlace;
const begin = async (...options: Parameters<typeof keyPlace>) => {
  place = await keyPlace(...options);
  return { config: place.config };
};
afterEach(() => place.close());

const sealed = { kind: 'passphrase', passphrase } as const;

describe('The life of a tenant secret that Salesforce generates', () => {
  it('goes from create through rotate, export, destroy and import to destroy', async () => {
    const options = await begin();
    expect(await keyCreate({ ...options, type: 'Data' })).toMatchObject({
      key: { type: 'Data', version: 2, status: 'ACTIVE', source: 'HSM' },
      archived: { version: 1, status: 'ARCHIVED' },
    });
    await place.later(24);
    expect(await keyRotate({ ...options, type: 'Data' })).toMatchObject({
      key: { version: 3, status: 'ACTIVE', source: 'HSM' },
      archived: { version: 2, status: 'ARCHIVED' },
    });
    const file = place.file('data-2.json');
    const second = { ...options, type: 'Data', version: 2 };
    await keyExport({ ...second, file, seal: sealed });
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const destroyed = await keyDestroy({ ...second, confirm: 'Data:2' });
    expect(destroyed).toMatchObject({ outcome: 'destroyed', key: { status: 'DESTROYED' } });
    expect(destroyed.unreadable).toContain('Encrypted fields, files and attachments that Data:2 encrypted');
    expect(await place.keys()).toEqual(['Data:1 ARCHIVED HSM', 'Data:2 DESTROYED HSM', 'Data:3 ACTIVE HSM']);

    const imported = await keyImport({ ...options, file, open: async () => sealed });
    expect(imported).toMatchObject({ from: 'keyway', key: { version: 2, status: 'ARCHIVED' } });
    await keyDestroy({ ...second, confirm: 'Data:2' });
    expect(await place.keys()).toEqual(['Data:1 ARCHIVED HSM', 'Data:2 DESTROYED HSM', 'Data:3 ACTIVE HSM']);
    expect(await keyDestroy({ ...second })).toMatchObject({ outcome: 'none' });
  });

  it('can continue with the file that Setup exported', async () => {
    const options = await begin();
    await keyCreate({ ...options, type: 'Data' });
    const { body } = await place.client.query('SELECT Id FROM TenantSecret WHERE Version = 1');
    const response = await fetch(
      `${place.org.url}/services/data/v66.0/sobjects/TenantSecret/${body.records[0].Id}/SecretValue`,
      { headers: { authorization: `Bearer ${place.org.accessToken}` } },
    );
    const value = Buffer.from(await response.arrayBuffer()).toString('base64');
    await keyDestroy({ ...options, type: 'Data', version: 1, confirm: 'Data:1' });
    const file = place.file(`tenant-secret-org-${place.org.orgId.slice(0, 15)}-ver-1.txt`, `${value}\n`);
    expect(await keyImport({ ...options, file })).toMatchObject({
      from: 'setup',
      key: { type: 'Data', version: 1, status: 'ARCHIVED' },
    });
  });

  it('can include a backup for a public key, which only its private key opens', async () => {
    const options = await begin();
    await keyCreate({ ...options, type: 'Data' });
    const privateFile = place.file('backup.key');
    execFileSync(
      'openssl',
      ['genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:3072', '-out', privateFile],
      {
        stdio: 'ignore',
      },
    );
    const publicFile = place.file('backup.pub');
    execFileSync('openssl', ['pkey', '-in', privateFile, '-pubout', '-out', publicFile]);
    const file = place.file('data-1.json');
    await keyExport({
      ...options,
      type: 'Data',
      version: 1,
      file,
      seal: { kind: 'publicKey', file: publicFile },
    });
    await keyDestroy({ ...options, type: 'Data', version: 1, confirm: 'Data:1' });
    const open = async () => ({ kind: 'privateKey', file: privateFile }) as const;
    expect(await keyImport({ ...options, file, open })).toMatchObject({ key: { status: 'ARCHIVED' } });
  });
});

describe("The life of a customer's own key", () => {
  it('goes from upload through rotate, export, destroy and import to destroy', async () => {
    const options = await begin();
    const first = randomBytes(32);
    const kept = Buffer.from(first);
    const uploaded = await keyUpload({
      ...options,
      type: 'data',
      certificate: 'AcmeByok',
      material: { kind: 'bytes', bytes: first },
    });
    expect(uploaded).toMatchObject({
      key: { type: 'Data', version: 2, status: 'ACTIVE', source: 'UPLOADED' },
      digest: 'sha1',
      derivation: 'PBKDF2',
      backup: null,
    });
    expect(first.equals(Buffer.alloc(32))).toBe(true);

    await place.later(24);
    const file = place.file('data-3.json');
    const rotated = await keyRotate({
      ...options,
      type: 'Data',
      material: { kind: 'generate' },
      digest: 'sha512',
      backup: { file, seal: sealed },
      allow: ['key-archive'],
    });
    expect(rotated).toMatchObject({
      key: { version: 3, status: 'ACTIVE', source: 'UPLOADED' },
      certificate: 'AcmeByok',
      digest: 'sha512',
      backup: file,
      remarks: [],
    });
    await place.later(24);
    await keyRotate({ ...options, type: 'Data', material: { kind: 'generate' }, allow: ['key-archive'] });
    await keyDestroy({ ...options, type: 'Data', version: 3, confirm: 'Data:3' });
    expect(await keyImport({ ...options, file, open: async () => sealed })).toMatchObject({
      key: { version: 3, status: 'ARCHIVED' },
    });
    await keyDestroy({ ...options, type: 'Data', version: 3, confirm: 'Data:3' });
    expect((await place.keys())[2]).toBe('Data:3 DESTROYED UPLOADED');
    expect(readFileSync(file, 'utf8')).not.toContain(kept.toString('base64'));
  });

  it('can start with a generated key: a message says that it exists nowhere else, and how to back it up', async () => {
    const options = await begin();
    const { remarks } = await keyUpload({
      ...options,
      type: 'Analytics',
      certificate: 'AcmeByok',
      material: { kind: 'generate' },
    });
    expect(remarks).toEqual([expect.stringContaining('key export --type Analytics --version 2 --out FILE')]);
  });

  it('can be that of a root key', async () => {
    const options = await begin();
    await keyUpload({
      ...options,
      type: 'SearchIndex',
      certificate: 'AcmeByok',
      material: { kind: 'generate' },
    });
    expect(await place.keys()).toContain('SearchIndex:2 ACTIVE UPLOADED');
  });

  it('can be that of a key that somebody else wrapped and never shows', async () => {
    const options = await begin();
    const key = randomBytes(32);
    const { body } = await place.client.toolingQuery(
      "SELECT Id FROM Certificate WHERE DeveloperName = 'AcmeByok'",
    );
    const response = await fetch(
      `${place.org.url}/services/data/v66.0/tooling/sobjects/Certificate/${body.records[0].Id}/CertificateChain`,
      { headers: { authorization: `Bearer ${place.org.accessToken}` } },
    );
    const certificate = place.file('byok.crt', await response.text());
    const wrapped = execFileSync(
      'openssl',
      ['pkeyutl', '-encrypt', '-certin', '-inkey', certificate, '-pkeyopt', 'rsa_padding_mode:oaep'],
      { input: key },
    );
    await keyUpload({
      ...options,
      type: 'Data',
      certificate: 'AcmeByok',
      material: {
        kind: 'wrapped',
        secretValue: wrapped.toString('base64'),
        hash: createHash('sha256').update(key).digest('base64'),
      },
    });
    expect(await place.keys()).toContain('Data:2 ACTIVE UPLOADED');
  });

  it('can be without derivation if the setting allows it, and a rotation keeps that', async () => {
    const options = await begin();
    await withSettings(place, { canOptOutOfDerivationWithBYOK: true });
    const upload = { ...options, type: 'Data', material: { kind: 'generate' } as const };
    await keyUpload({ ...upload, certificate: 'AcmeByok', noDerivation: true });
    await place.later(24);
    expect(await keyRotate({ ...upload, allow: ['key-archive'] })).toMatchObject({ derivation: 'NONE' });
  });
});

describe('key list', () => {
  it('shows the source and age of each key, and when the next is allowed', async () => {
    const options = await begin();
    await keyCreate({ ...options, type: 'Data' });
    await keyUpload({
      ...options,
      type: 'SearchIndex',
      certificate: 'AcmeByok',
      material: { kind: 'generate' },
    });
    await place.later(25);
    expect((await keyList(options)).keys).toMatchObject([
      { type: 'Data', version: 1, status: 'ARCHIVED', source: 'HSM' },
      {
        type: 'Data',
        version: 2,
        status: 'ACTIVE',
        ageDays: 1,
        rotationDue: true,
        nextRotation: '2026-06-02T12:00:00.000Z',
      },
      {
        type: 'SearchIndex',
        version: 3,
        source: 'UPLOADED',
        secretValueCertificate: 'AcmeByok',
        rotationDue: false,
        nextRotation: '2026-06-08T12:00:00.000Z',
      },
    ]);
  });

  it.each([
    ['production', '2026-06-02T12:00:00.000Z'],
    ['sandbox', '2026-06-01T16:00:00.000Z'],
    ['scratch', '2026-06-01T16:00:00.000Z'],
    ['developer', '2026-06-02T12:00:00.000Z'],
  ] as const)('counts the hours of a %s org', async (kind, nextRotation) => {
    const options = await begin({ kind });
    await keyCreate({ ...options, type: 'Data', yes: true });
    expect((await keyList(options)).keys[1]).toMatchObject({ nextRotation });
  });
});
