import { execFileSync } from 'node:child_process';
import { constants, createHash, publicEncrypt, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import { keyway } from './cli/keyway.ts';
import { chainOf } from './local/salesforce/certificates/certificate.ts';
import { clientOf } from './local/salesforce/client.ts';
import { type KeyOrg, keyOrg } from './operations/key-org.ts';
import { HOUR, START } from './operations/key-place.ts';

let place: KeyOrg | undefined;
const folder = process.cwd();
afterEach(async () => {
  process.chdir(folder);
  delete process.env.BACKUP_PASSPHRASE;
  await place?.close();
});

const lines = [...readFileSync('docs/keys.md', 'utf8').matchAll(/^npx keyway (.*)$/gm)].map(
  ([, line]) => line ?? '',
);

it('the command lines of docs/keys.md run one after another, a week apart', async () => {
  const org = await keyOrg({ clock: () => START });
  place = org;
  await org.put({ keys: '', settings: '{ enableCacheOnlyKeys: true }' });
  await org.deploy();
  process.chdir(org.directory);
  process.env.BACKUP_PASSPHRASE = 'correct horse battery staple';

  const key = randomBytes(32);
  writeFileSync('data.key', randomBytes(32));
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const client = clientOf(org.org);
  const wrapped = publicEncrypt({ key: await chainOf(client), padding, oaepHash: 'sha1' }, key);
  writeFileSync('wrapped.b64', wrapped.toString('base64'));
  const hash = createHash('sha256').update(key).digest('base64');
  execFileSync('openssl', [
    'genpkey',
    '-quiet',
    '-algorithm',
    'EC',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-out',
    'backup.key',
  ]);
  execFileSync('openssl', ['pkey', '-in', 'backup.key', '-pubout', '-out', 'backup.pub']);

  for (const [index, line] of lines.entries()) {
    await org.org.setTime(START + (index + 1) * 7 * 24 * HOUR);
    if (line.includes('tenant-secret-org-')) await exportAsSetup(org);
    if (line.startsWith('key activate')) await destroyed(line);
    const words = splitWords(line.replace('$HASH', hash).replace('00D000000000001', org.org.orgId));
    const { exitCode, stderr } = await keyway([...words, '--config', join(org.directory, 'keyway.yaml')]);
    expect({ line, exitCode, stderr }).toMatchObject({ line, exitCode: 0 });
  }
  expect(lines.length).toBeGreaterThan(15);
});

/** Destroys Data:1, and writes the file that Setup would have exported before. */
async function exportAsSetup({ org }: KeyOrg): Promise<void> {
  const client = clientOf(org);
  const { body } = await client.query('SELECT Id FROM TenantSecret WHERE Version = 1');
  const path = `/services/data/v66.0/sobjects/TenantSecret/${body.records[0].Id}`;
  const blob = await fetch(`${org.url}${path}/SecretValue`, {
    headers: { authorization: `Bearer ${org.accessToken}` },
  });
  const value = Buffer.from(await blob.arrayBuffer()).toString('base64');
  writeFileSync(`tenant-secret-org-${org.orgId}-ver-1.txt`, value);
  await keyway(['key', 'destroy', '--type', 'Data', '--version', '1', '--confirm', 'Data:1']);
}

async function destroyed(line: string): Promise<void> {
  const version = /--version (\d+)/.exec(line)?.[1] ?? '';
  await keyway(['key', 'destroy', '--type', 'Data', '--version', version, '--confirm', `Data:${version}`]);
}

/** Splits a line like a shell. */
function splitWords(line: string): readonly string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, plain]) => single ?? double ?? plain ?? '',
  );
}
