import { constants, createHash, publicEncrypt, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { sealExport } from '../../src/keys/export-file.ts';
import type { LocalOrgOptions } from '../../src/local/salesforce/index.ts';
import {
  certificate,
  certificateFiles,
  chainOf,
  deployed,
  privateKey,
  unrelatedKey,
} from '../local/salesforce/certificates/certificate.ts';
import { type KeyPlace, keyPlace, passphrase } from '../operations/key-place.ts';
import { type Ended, keyway } from './keyway.ts';

/*
 * Every refusal: exit code 1, an error code, no change in the org, and nothing of a key or a passphrase in the
 * output.
 */

let place: KeyPlace;
const begin = async (options?: LocalOrgOptions) => {
  place = await keyPlace(options);
};
afterEach(() => place.close());

const secret = Buffer.from('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 'hex');
const hidden = [secret.toString('base64'), secret.toString('hex'), secret.toString('latin1'), passphrase];

interface Given {
  readonly stdin?: string | Uint8Array;
  /** Index of the signed-in user of the org. */
  readonly user?: number;
}

/** A word that ends with a dot and a few letters is a file in the place's folder. */
const run = (line: string, { stdin, user = 0 }: Given = {}): Promise<Ended> => {
  process.env.SF_ACCESS_TOKEN = place.org.users[user]?.accessToken;
  const words = line
    .split(' ')
    .map((word) => (/^[\w-]+\.(bin|json|txt)$/.test(word) ? place.file(word) : word));
  return keyway([...words, '--config', place.config], stdin);
};

/** Runs a line that must be refused. */
const refused = async (
  line: string,
  { code, says = '', ...given }: { readonly code: string; readonly says?: string } & Given,
) => {
  const before = await place.rows();
  const { exitCode, stdout, stderr } = await run(`${line} --json`, given);
  const error = JSON.parse(stdout);
  expect({ exitCode, stderr, ...error }).toMatchObject({ exitCode: 1, status: 1, stderr: '', name: code });
  expect(error.message).toContain(says);
  expect(error.actions).not.toEqual([]);
  for (const text of hidden) expect(stdout + stderr).not.toContain(text);
  expect(await place.rows()).toEqual(before);
};

const uploadLine = 'key upload --type Data --certificate AcmeByok';

describe('A rotation that is too early', () => {
  it('says when it will be possible', async () => {
    await begin();
    await run('key create --type Data');
    for (const line of ['key create --type Data', 'key rotate --type Data', `${uploadLine} --generate`]) {
      await refused(line, { code: 'RotationTooEarly', says: '24 hours after the last' });
      const asked = { code: 'RotationTooEarly', says: 'is due on 2026-06-02T12:00:00.000Z, in 24 h' };
      await refused(`${line} --respect-rotation-limit`, asked);
    }
  });
});

describe('Key material of a wrong form', () => {
  it.each([
    ['31 bytes', secret.subarray(0, 31), 'KeySizeWrong', 'has 31 bytes'],
    ['33 bytes', Buffer.concat([secret, Buffer.from([1])]), 'KeySizeWrong', 'has 33 bytes'],
    ['a password', Buffer.from(`${passphrase} and more`), 'KeyFormUnknown', ''],
    ['nothing', Buffer.alloc(0), 'KeySizeWrong', 'has 0 bytes'],
  ])('of %s is refused, from a file and from standard input', async (_what, bytes, code, says) => {
    await begin();
    place.file('key.bin', bytes);
    await refused(`${uploadLine} --file key.bin`, { code, says });
    await refused(`${uploadLine} --stdin`, { code, says, stdin: bytes });
  });

  it('in a missing file is refused', async () => {
    await begin();
    await refused(`${uploadLine} --file none.bin`, { code: 'FileUnreadable', says: 'none.bin' });
  });
});

describe('A key that somebody else wrapped', () => {
  const wrapFor = (pem: string) =>
    publicEncrypt({ key: pem, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }, secret).toString(
      'base64',
    );
  const hash = createHash('sha256').update(secret).digest('base64');

  it('is refused with the hash of another key', async () => {
    await begin();
    place.file('wrapped.bin', wrapFor(await chainOf(place.client)));
    const other = createHash('sha256').update('other').digest('base64');
    await refused(`${uploadLine} --wrapped wrapped.bin --hash ${other}`, { code: 'SecretHashWrong' });
    await refused(`${uploadLine} --wrapped wrapped.bin`, {
      code: 'WrappedSecretWrong',
      says: 'needs its hash',
    });
    await refused(`${uploadLine} --wrapped wrapped.bin --hash AAAA`, { code: 'WrappedSecretWrong' });
  });

  it('is refused if it was wrapped for another certificate, or cut off', async () => {
    await begin();
    const other = unrelatedKey().export({ type: 'spki', format: 'pem' });
    place.file('wrapped.bin', wrapFor(String(other)));
    await refused(`${uploadLine} --wrapped wrapped.bin --hash ${hash}`, { code: 'SecretValueRefused' });
    place.file('short.bin', wrapFor(await chainOf(place.client)).slice(0, 400));
    await refused(`${uploadLine} --wrapped short.bin --hash ${hash}`, {
      code: 'WrappedSecretWrong',
      says: '300 bytes',
    });
  });
});

describe('A key that the org already had', () => {
  it('is refused, because a value is accepted only once', async () => {
    await begin();
    place.file('key.bin', secret);
    expect((await run(`${uploadLine} --file key.bin`)).exitCode).toBe(0);
    await place.later(24);
    await refused(`${uploadLine} --file key.bin --allow key-archive`, { code: 'SecretUploadedBefore' });
  });
});

describe('A certificate', () => {
  it.each([
    ['that the org does not have', 'AcmeBok', 'CertificateUnknown', 'did you mean "AcmeByok"'],
    ['of 2048 bits', 'Small', 'CertificateUnfit', '2048 bits'],
    ['that nobody has signed', 'Request', 'CertificateUnreadable', 'request'],
  ])('%s is refused', async (_what, name, code, says) => {
    await begin({ seed: { certificateKeys: { AcmeByok: privateKey(), Request: privateKey() } } });
    await deployed(place.client, {
      'package.xml': certificateFiles()['package.xml']?.replace('AcmeByok', '*') ?? '',
      'certs/Small.crt-meta.xml': certificate({ keySize: 2048 }),
      'certs/Request.crt-meta.xml': certificate({ caSigned: true }),
    });
    await refused(`key upload --type Data --certificate ${name} --generate`, { code, says });
  });

  it('is refused after it has expired', async () => {
    await begin();
    await place.later(2 * 366 * 24);
    await refused(`${uploadLine} --generate`, { code: 'CertificateUnfit', says: 'expired' });
  });
});

describe('An unknown type or version', () => {
  it.each([
    ['key create --type Dta', 'TenantSecretTypeUnknown', 'did you mean "Data"'],
    ['key rotate --type Nonsense', 'TenantSecretTypeUnknown', ''],
    ['key rotate --type EventBus', 'NothingToRotate', 'EventBus'],
    ['key destroy --type Data --version 7 --confirm Data:7', 'TenantSecretUnknown', 'Data in version 1'],
    [
      'key destroy --type EventBus --version 1 --confirm EventBus:1',
      'TenantSecretUnknown',
      'version 1 is of type Data',
    ],
    ['key activate --type Data --version x', 'UsageWrong', ''],
  ])('is refused: %s', async (line, code, says) => {
    await begin();
    await refused(line, { code, says });
  });
});

describe('A user without permission', () => {
  const users = [
    { username: 'reader@acme.example', permissions: ['ApiEnabled', 'ViewSetup'] },
    {
      username: 'ci@acme.example',
      permissions: ['ApiEnabled', 'ManageEncryptionKeys', 'ManageCertificates'],
      highAssurance: false,
    },
  ] as const;
  const lines = [
    'key create --type Data',
    `${uploadLine} --generate`,
    'key destroy --type Data --version 1 --confirm Data:1',
  ];

  it('is told which permission is missing', async () => {
    await begin({ seed: { users } });
    for (const line of ['key list', ...lines])
      await refused(line, { code: 'PermissionMissing', says: 'Manage Encryption Keys', user: 1 });
  });

  it('is told that the session has too low a security level', async () => {
    await begin({ seed: { users, stepUp: true } });
    await run('key create --type Data');
    await place.later(24);
    for (const line of lines)
      await refused(line, { code: 'SessionNotHighAssurance', says: 'high assurance', user: 2 });
  });
});

describe('The customer’s own key', () => {
  it('is not replaced without approval', async () => {
    await begin();
    expect((await run(`${uploadLine} --generate`)).exitCode).toBe(0);
    await refused('key create --type Data', { code: 'RisksNotAllowed', says: 'key-source-change' });
    await place.later(24);
    await refused('key create --type Data', { code: 'RisksNotAllowed', says: 'key-source-change' });
    await refused(`${uploadLine} --generate`, { code: 'RisksNotAllowed', says: 'key-archive' });
    await refused('key rotate --type Data', { code: 'UsageWrong', says: 'upload another one' });
    expect((await run('key create --type Data --allow key-source-change,key-archive')).exitCode).toBe(0);
  });

  it('needs a confirmation in a protected org, besides the risks', async () => {
    await begin({ kind: 'production' });
    await refused('key create --type Data', { code: 'ProtectedOrg' });
    await refused('key create --type Data --allow key-source-change', { code: 'ProtectedOrg' });
    expect((await run('key create --type Data --yes')).exitCode).toBe(0);
  });

  it('keeps its derivation if the org allows nothing else', async () => {
    await begin();
    await refused(`${uploadLine} --generate --no-derivation`, {
      code: 'SettingOff',
      says: 'canOptOutOfDerivationWithBYOK',
    });
    await refused('key upload --type SearchIndex --certificate AcmeByok --generate --no-derivation', {
      code: 'UsageWrong',
    });
  });
});

describe('A backup', () => {
  const exportLine = 'key export --type Data --version 1 --out data-1.json';
  /** An org with an archived Data:1 that is backed up in data-1.json. */
  const backedUp = async () => {
    await begin();
    await run('key create --type Data');
    expect((await run(`${exportLine} --passphrase-stdin`, { stdin: `${passphrase}\n` })).exitCode).toBe(0);
  };
  const destroyed = async () => {
    await backedUp();
    expect((await run('key destroy --type Data --version 1 --confirm Data:1')).exitCode).toBe(0);
  };
  const importLine = 'key import data-1.json --passphrase-stdin';

  it('is always sealed, and never overwrites a file', async () => {
    await backedUp();
    const before = readFileSync(place.file('data-1.json'), 'utf8');
    await refused(`${exportLine} --passphrase-stdin`, { code: 'FileExists', stdin: passphrase });
    expect(readFileSync(place.file('data-1.json'), 'utf8')).toBe(before);
    const other = 'key export --type Data --version 1 --out other.json';
    await refused(other, { code: 'PassphraseMissing', says: 'needs a passphrase or a public key' });
    await refused(`${other} --passphrase hunter2`, {
      code: 'SecretInArgument',
      says: 'Anybody on this machine can see the secret in --passphrase',
    });
    await refused(`${other} --passphrase \${env:NONE}`, { code: 'PassphraseMissing', says: 'NONE' });
    await refused(`${other} --passphrase-stdin`, { code: 'PassphraseTooShort', stdin: 'short\n' });
    await refused(
      'key upload --type Analytics --certificate AcmeByok --generate --backup other.json --passphrase-stdin',
      { code: 'PassphraseTooShort', stdin: 'short\n' },
    );
    expect(() => readFileSync(place.file('other.json'))).toThrow();
    process.env.KEYWAY_TEST_BACKUP = passphrase;
    const reference = await run(`${other} --passphrase \${env:KEYWAY_TEST_BACKUP}`);
    delete process.env.KEYWAY_TEST_BACKUP;
    expect(reference).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it("isn't opened by a wrong passphrase", async () => {
    await destroyed();
    await refused(importLine, { code: 'PassphraseWrong', stdin: 'quite another passphrase' });
    await refused('key import data-1.json', { code: 'PassphraseMissing' });
  });

  it("isn't sent after tampering", async () => {
    await destroyed();
    const file = place.file('data-1.json');
    const sealed = JSON.parse(readFileSync(file, 'utf8'));
    const text: string = sealed.ciphertext;
    const swapped = text.startsWith('A') ? 'B' : 'A';
    writeFileSync(file, JSON.stringify({ ...sealed, ciphertext: swapped + text.slice(1) }));
    await refused(importLine, { code: 'ExportTampered', stdin: passphrase });
    writeFileSync(file, 'something else');
    await refused(importLine, { code: 'ExportUnreadable', stdin: passphrase });
  });

  it("isn't sent for a key that isn't destroyed, for another org or another secret", async () => {
    await backedUp();
    await refused(importLine, { code: 'NotDestroyed', stdin: passphrase });
    const value = randomBytes(256).toString('base64');
    place.file('tenant-secret-org-00D000000000001-ver-1.txt', value);
    await refused('key import tenant-secret-org-00D000000000001-ver-1.txt', { code: 'ExportOfAnotherOrg' });
    const missing = `tenant-secret-org-${place.org.orgId}-ver-9.txt`;
    place.file(missing, value);
    await refused(`key import ${missing}`, { code: 'TenantSecretUnknown' });
    await run('key destroy --type Data --version 1 --confirm Data:1');
    const forged = `tenant-secret-org-${place.org.orgId}-ver-1.txt`;
    place.file(forged, value);
    await refused(`key import ${forged}`, { code: 'SecretValueRefused' });
  });

  it.each([
    ['org', { orgId: '00D000000000001AAA' }, 'ExportOfAnotherOrg'],
    ['secret of that version', { tenantSecretId: '02G000000000999AAA' }, 'ExportOfAnotherSecret'],
    ['version', { version: 9 }, 'TenantSecretUnknown'],
    ['type', { type: 'Analytics' }, 'TenantSecretUnknown'],
  ])("that keyway sealed isn't sent for another %s", async (_what, other, code) => {
    await destroyed();
    const secretValue = Buffer.from(randomBytes(256).toString('base64'));
    const exportedAt = '2026-06-01T12:00:00.000Z';
    const own = { orgId: place.org.orgId, type: 'Data', version: 1, secretValue, exportedAt };
    place.file('data-1.json', await sealExport({ ...own, ...other }, { passphrase, iterations: 1_000 }));
    await refused(importLine, { code, stdin: passphrase });
  });

  it("of a value that the org doesn't have can't be made", async () => {
    await destroyed();
    await refused('key export --type Data --version 1 --out other.json --passphrase-stdin', {
      code: 'NothingToExport',
      stdin: passphrase,
    });
  });
});

describe('Destroying', () => {
  it('needs the typed type and version, and says what becomes unreadable', async () => {
    await begin();
    await run('key create --type Data');
    const line = 'key destroy --type Data --version 1';
    await refused(line, { code: 'DestructionNotConfirmed', says: 'Encrypted fields, files and attachments' });
    await refused(`${line} --yes`, { code: 'DestructionNotConfirmed', says: 'key-destruction' });
    await refused(`${line} --confirm Data:2`, {
      code: 'DestructionNotConfirmed',
      says: '"Data:2" is not Data:1',
    });
    await refused('key destroy --type Data --version 2 --confirm Data:2', { code: 'KeyIsActive' });
    await refused('key activate --type Data --version 1', { code: 'CannotActivate' });
  });
});

describe('Flags', () => {
  it.each([
    ['key create --type Data --identifier x', '--cache-only'],
    ['key create --type Data --cache-only --identifier x', '--named-credential'],
    ['key upload --type Data --certificate AcmeByok', 'needs a key'],
    ['key upload --type Data --generate', '--certificate'],
    ['key upload --type Data --certificate AcmeByok --generate --stdin', 'Pass only one of'],
    ['key upload --type Data --certificate AcmeByok --generate --hash x', '--wrapped'],
    ['key upload --type Data --certificate AcmeByok --stdin --backup b --passphrase-stdin', 'not both'],
    ['key rotate --type Data --generate', 'made by Salesforce'],
    ['key rotate --type Data --identifier x', 'made by Salesforce'],
    ['key create', '--type'],
    ['key destroy --type Data', '--version'],
    ['key create --type Data --confirm x', '--confirm'],
    ['key destroy --type Data --version 1 --allow key-destruction', '--allow'],
    ['key import data-1.json --allow key-archive', '--allow'],
    ['key exprot', 'Did you mean export'],
    ['key import', 'keyway key import needs a name.'],
    ['certificate get', 'keyway certificate get needs a name.'],
    ['key', 'needs an action'],
    ['certificate got', 'Did you mean get'],
  ])('of another purpose are refused: %s', async (line, says) => {
    await begin();
    await refused(line, { code: 'UsageWrong', says });
  });
});
