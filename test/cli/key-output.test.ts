import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chainOf } from '../local/salesforce/certificates/certificate.ts';
import { type KeyPlace, keyPlace, passphrase } from '../operations/key-place.ts';
import { keyway } from './keyway.ts';

let place: KeyPlace;
beforeEach(async () => {
  place = await keyPlace();
});
afterEach(() => place.close());

/** The output for people, without the heading. */
const read = async (line: string, stdin = '') => {
  const { exitCode, stdout, stderr } = await keyway([...line.split(' '), '--config', place.config], stdin);
  expect(exitCode).toBe(0);
  return { text: stdout.replace(/^.* → .*\n/, ''), stderr };
};

describe('The output for people', () => {
  it('shows the keys of an org as a table', async () => {
    await read('key create --type Data');
    await read('key upload --type SearchIndex --certificate AcmeByok --generate');
    await place.later(24);
    expect((await read('key list')).text).toMatchInlineSnapshot(`
"
  Type         Version  Status    From        Age       Next rotation
  Data         1        ARCHIVED  Salesforce  201 days
  Data         2        ACTIVE    Salesforce  1 day     now
  SearchIndex  3        ACTIVE    uploaded    1 day     2026-06-08 12:00 UTC  for AcmeByok
"
`);
  });

  it("shows the org's current state after a change", async () => {
    expect((await read('key create --type Data')).text).toMatchInlineSnapshot(`
"Data:2 is ACTIVE (Salesforce). Data:1 is ARCHIVED (Salesforce).
"
`);
    const { text, stderr } = await read('key upload --type Analytics --certificate AcmeByok --generate');
    expect(text).toMatchInlineSnapshot(`
"Analytics:3 is ACTIVE (uploaded).
"
`);
    expect(stderr).toMatchInlineSnapshot(`
"Only this org has the generated key. Keep a backup: keyway key export --type Analytics --version 3 --out FILE
"
`);
    expect((await read('key destroy --type Data --version 1 --confirm Data:1')).text).toMatchInlineSnapshot(`
"Data:1 is DESTROYED (Salesforce). Encrypted fields, files and attachments that Data:1 encrypted since 2025-11-13 become unreadable, except what was re-encrypted, unless a backup of it is imported.
"
`);
  });

  it('shows the path of a sealed backup', async () => {
    const file = place.file('data-1.json');
    const { text } = await read(
      `key export --type Data --version 1 --out ${file} --passphrase-stdin`,
      passphrase,
    );
    expect(text.replace(file, 'FILE')).toMatchInlineSnapshot(`
"Data:1 is in FILE, sealed. Store it apart from its passphrase or private key.
"
`);
    expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')))).toContain('ciphertext');
  });
});

describe('keyway certificate', () => {
  it("lists the org's certificates and how long they are valid", async () => {
    await place.later(24 * 30 - 1);
    expect((await read('certificate list')).text).toMatchInlineSnapshot(`
"
  AcmeByok  Acme BYOK  4096 bits  until 2028-06-01 (701 days)  self-signed  key not exportable
"
`);
  });

  it('prints only the chain on standard output, and its hash separately', async () => {
    const { text, stderr } = await read('certificate get AcmeByok');
    expect(text).toBe(await chainOf(place.client));
    const sha256 = new X509Certificate(text).fingerprint256.replaceAll(':', '').toLowerCase();
    expect(stderr).toContain(`SHA-256 of the certificate  ${sha256}`);
    expect(stderr).toContain(`SHA-256 of the chain        ${sha256}`);
  });

  it('writes the chain to a file, and its facts as JSON', async () => {
    const file = place.file('byok.pem');
    const { text } = await read(`certificate get AcmeByok --json --out ${file}`);
    const { result } = JSON.parse(text);
    expect(result).toMatchObject({
      name: 'AcmeByok',
      bits: 4096,
      notAfter: '2028-06-01T12:00:00.000Z',
      pem: readFileSync(file, 'utf8'),
      chainSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('refuses an unknown name', async () => {
    const { exitCode, stderr } = await keyway(['certificate', 'get', 'AcmeBjok', '--config', place.config]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('The org has no certificate "AcmeBjok"; did you mean "AcmeByok"?');
  });
});

describe('The help of an action', () => {
  it('describes its own --version', async () => {
    const { stdout } = await keyway(['key', 'destroy', '--help']);
    const [, options = ''] = stdout.split(/Options:|Examples:/);
    expect(options).toMatch(/--version +version of the key, as key list shows it .*\[required\]/);
    expect(options.match(/--version/g)).toHaveLength(1);
    expect(stdout).not.toContain('--allow ');
  });
});
