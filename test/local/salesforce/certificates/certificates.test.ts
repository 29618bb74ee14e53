import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type Client, closeAll, startOrg } from '../client.ts';
import { packageXml } from '../samples.ts';
import { certificate, certificateFiles, chainOf, deployed, privateKey, settings } from './certificate.ts';

afterEach(closeAll);

const START = Date.parse('2026-06-01T12:00:00Z');
const withKey = (options = {}): Promise<Client> =>
  startOrg({ clock: () => START, seed: { certificateKeys: { AcmeByok: privateKey() } }, ...options });

const openssl = (...args: readonly string[]): string => execFileSync('openssl', args, { encoding: 'utf8' });
const file = (content: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'keyway-')), 'file.pem');
  writeFileSync(path, content);
  return path;
};
const read = async ({ soap }: Client, type: string, name: string): Promise<string> =>
  (await soap('m', `<readMetadata><type>${type}</type><fullNames>${name}</fullNames></readMetadata>`)).text;

describe('a deployed certificate (Metadata API Developer Guide, Certificate; salesforce.md, section 10)', () => {
  it('is created in the org, self-signed, for two years with 4096 bits, as OpenSSL confirms', async () => {
    const client = await withKey();
    const answer = await deployed(client, certificateFiles());
    expect(answer.successes).toContainEqual(
      expect.objectContaining({
        componentType: 'Certificate',
        fullName: 'AcmeByok',
        fileName: 'certs/AcmeByok.crt',
        created: true,
        id: expect.stringMatching(/^0P1/),
      }),
    );
    const path = file(await chainOf(client));
    expect(
      openssl('verify', '-attime', String(START / 1000 + 60), '-check_ss_sig', '-CAfile', path, path),
    ).toContain(': OK');
    const text = openssl('x509', '-in', path, '-noout', '-text');
    expect(text).toContain('Public-Key: (4096 bit)');
    expect(text).toContain('sha256WithRSAEncryption');
    expect(text).toMatch(/CA:TRUE/);
    expect(text).toContain('CN = AcmeByok');
    const { validFrom, validTo } = new X509Certificate(await chainOf(client));
    expect([new Date(validFrom), new Date(validTo)].map((date) => date.toISOString())).toEqual([
      '2026-06-01T12:00:00.000Z',
      '2028-06-01T12:00:00.000Z',
    ]);
  });

  it('is in the Tooling API but not in the data API', async () => {
    const client = await withKey();
    await deployed(client, certificateFiles());
    const soql =
      'SELECT DeveloperName, MasterLabel, KeySize, ExpirationDate, OptionsIsPrivateKeyExportable FROM Certificate';
    expect((await client.toolingQuery(soql)).body.records).toMatchObject([
      {
        DeveloperName: 'AcmeByok',
        MasterLabel: 'Acme BYOK',
        KeySize: 4096,
        ExpirationDate: '2028-06-01T12:00:00.000+0000',
        OptionsIsPrivateKeyExportable: false,
      },
    ]);
    expect((await client.query(soql)).body[0].errorCode).toBe('INVALID_TYPE');
  });

  it('has 2048 bits by default, is exportable, and is valid for a year', async () => {
    const client = await startOrg({ clock: () => START });
    const bare =
      '<Certificate xmlns="http://soap.sforce.com/2006/04/metadata"><caSigned>false</caSigned><masterLabel>Bare</masterLabel></Certificate>';
    await deployed(client, certificateFiles(bare));
    const text = await read(client, 'Certificate', 'AcmeByok');
    expect(text).toContain(
      '<keySize>2048</keySize><masterLabel>Bare</masterLabel><privateKeyExportable>true</privateKeyExportable>',
    );
    expect(text).toContain('<expirationDate>2027-06-01T12:00:00.000Z</expirationDate>');
  });

  it('is returned as content and metadata, and deploying that changes nothing', async () => {
    const client = await withKey();
    await deployed(client, certificateFiles());
    const text = await read(client, 'Certificate', 'AcmeByok');
    const content = Buffer.from(/<content>(.*?)<\/content>/.exec(text)?.[1] ?? '', 'base64').toString();
    expect(content).toBe(await chainOf(client));
    expect(text).not.toContain('PRIVATE');
    const again = await deployed(
      client,
      certificateFiles(certificate({}), { 'certs/AcmeByok.crt': content }),
    );
    expect(again.successes).toContainEqual(
      expect.objectContaining({ componentType: 'Certificate', changed: false, created: false }),
    );
    expect(await chainOf(client)).toBe(content);
  });

  it('can only change its label, and is never replaced', async () => {
    const client = await withKey();
    await deployed(client, certificateFiles());
    const before = await chainOf(client);
    await deployed(client, certificateFiles(certificate({ masterLabel: 'Other' })));
    for (const change of [
      { keySize: 2048 },
      { privateKeyExportable: true },
      { caSigned: true },
      { encryptedWithPlatformEncryption: false },
    ]) {
      const { failures } = await client.deploy(certificateFiles(certificate(change)));
      expect(failures[0].problem).toContain(
        `${Object.keys(change)[0]} of certificate AcmeByok can't be changed`,
      );
    }
    expect(await chainOf(client)).toBe(before);
  });

  it('for an authority to sign starts as a request', async () => {
    const client = await withKey();
    await deployed(client, certificateFiles(certificate({ caSigned: true })));
    const text = openssl('req', '-in', file(await chainOf(client)), '-noout', '-verify', '-text');
    expect(text).toContain('Public-Key: (4096 bit)');
    expect(await read(client, 'Certificate', 'AcmeByok')).not.toContain('expirationDate');
  });

  it.each([
    ['of another size', certificate({ keySize: 1024 }), {}, 'keySize is 2048 or 4096'],
    [
      'without a label',
      certificate().replace(/ *<masterLabel>.*\n/, ''),
      {},
      'Required field is missing: masterLabel',
    ],
    [
      'with the content of another',
      certificate(),
      { 'certs/AcmeByok.crt': '-----BEGIN CERTIFICATE-----' },
      'is not the one that this org made',
    ],
  ])('%s is refused', async (_what, content, more, problem) => {
    const client = await withKey();
    const { status, failures } = await client.deploy(certificateFiles(content, more));
    expect(status).toBe('Failed');
    expect(failures[0].problem).toContain(problem);
  });

  it('needs Manage Certificates', async () => {
    const permissions = ['ApiEnabled', 'ModifyMetadata', 'ManageEncryptionKeys'] as const;
    const client = await startOrg({ seed: { users: [{ username: 'u@acme.example', permissions }] } });
    const { failures } = await client.deploy(certificateFiles(), {}, client.org.users[1]?.accessToken);
    expect(failures[0].problem).toContain('INSUFFICIENT_ACCESS');
  });

  it('leaves nothing behind after a validation', async () => {
    const client = await withKey();
    expect((await client.deploy(certificateFiles(), { checkOnly: true })).status).toBe('Succeeded');
    expect((await client.toolingQuery('SELECT Id FROM Certificate')).body.records).toEqual([]);
  });

  it('can be deleted unless something refers to it', async () => {
    const client = await withKey();
    await deployed(client, certificateFiles());
    const remove = {
      'package.xml': packageXml([]),
      'destructiveChanges.xml': packageXml(['Certificate/AcmeByok']),
    };
    await deployed(client, remove);
    expect((await client.toolingQuery('SELECT Id FROM Certificate')).body.records).toEqual([]);
  });

  it('survives a restart', async () => {
    const stateDir = mkdtempSync(join(tmpdir(), 'keyway-'));
    const client = await withKey({ stateDir });
    await deployed(client, certificateFiles());
    const before = await chainOf(client);
    await client.org.close();
    expect(await chainOf(await withKey({ stateDir }))).toBe(before);
  });
});

describe('EncryptionKey settings (Metadata API Developer Guide, EncryptionKeySettings)', () => {
  it('exist from the start, all off', async () => {
    const client = await startOrg();
    for (const type of ['EncryptionKeySettings', 'Settings']) {
      const text = await read(client, type, 'EncryptionKey');
      expect(text).toContain('xsi:type="EncryptionKeySettings"');
      expect(text).toContain('<enableCacheOnlyKeys>false</enableCacheOnlyKeys>');
    }
  });

  it('keep what a deploy leaves out', async () => {
    const client = await startOrg();
    await deployed(client, settings({ canOptOutOfDerivationWithBYOK: true }));
    await deployed(client, settings({ enableCacheOnlyKeys: true, enableReplayDetection: true }));
    const text = await read(client, 'EncryptionKeySettings', 'EncryptionKey');
    for (const name of ['canOptOutOfDerivationWithBYOK', 'enableCacheOnlyKeys', 'enableReplayDetection'])
      expect(text).toContain(`<${name}>true</${name}>`);
    const again = await deployed(client, settings({ enableCacheOnlyKeys: true }));
    expect(again.successes).toContainEqual(
      expect.objectContaining({ fullName: 'EncryptionKey', changed: false }),
    );
  });

  it.each([
    ['replay detection without cache-only keys', { enableReplayDetection: true }, 'cache-only keys'],
    ['external key management', { canExternalKeyManagement: true }, 'is not emulated'],
  ])('refuse %s', async (_what, fields, problem) => {
    const client = await startOrg();
    const { failures } = await client.deploy(settings(fields));
    expect(failures[0].problem).toContain(problem);
  });

  it.each([['ManageEncryptionKeys'], ['CustomizeApplication']] as const)('need more than %s', async (one) => {
    const permissions = ['ApiEnabled', 'ModifyMetadata', one] as const;
    const client = await startOrg({ seed: { users: [{ username: 'u@acme.example', permissions }] } });
    const token = client.org.users[1]?.accessToken;
    const { failures } = await client.deploy(settings({ enableCacheOnlyKeys: true }), {}, token);
    expect(failures[0].problem).toContain('INSUFFICIENT_ACCESS');
  });

  it('are retrieved as a separate file, described and listed', async () => {
    const client = await startOrg();
    const { text } = await client.soap(
      'm',
      '<describeMetadata><asOfVersion>66.0</asOfVersion></describeMetadata>',
    );
    expect(text).toContain(
      '<directoryName>certs</directoryName><inFolder>false</inFolder><metaFile>true</metaFile><suffix>crt</suffix>',
    );
    expect(text).toContain('<xmlName>Settings</xmlName>');
    const listed = await client.soap(
      'm',
      '<listMetadata><queries><type>Settings</type></queries><asOfVersion>66.0</asOfVersion></listMetadata>',
    );
    expect(listed.text).toContain('<fileName>settings/EncryptionKey.settings</fileName>');
  });
});
