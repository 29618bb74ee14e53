import {
  constants,
  createCipheriv,
  createHash,
  createPublicKey,
  type KeyObject,
  publicEncrypt,
  randomBytes,
  X509Certificate,
} from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  certificate,
  certificateFiles,
  chainOf,
  deployed,
  privateKey,
  settings,
} from '../certificates/certificate.ts';
import { type Answer, type Client, closeAll, startOrg } from '../client.ts';

afterEach(closeAll);

const SECRETS = '/services/data/v66.0/sobjects/TenantSecret';
const DAY = 24 * 60 * 60 * 1000;
const START = Date.parse('2026-06-01T12:00:00Z');

const startWithCertificate = async (content = certificate()): Promise<Client> => {
  const client = await startOrg({
    clock: () => START,
    seed: { certificateKeys: { AcmeByok: privateKey() }, certificates: ['Elsewhere'] },
  });
  await deployed(client, certificateFiles(content));
  return client;
};

const wrap = (key: KeyObject, secret: Buffer, oaepHash = 'sha1'): string =>
  publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, secret).toString('base64');
const publicKeyOf = async (client: Client): Promise<KeyObject> =>
  new X509Certificate(await chainOf(client)).publicKey;
const hashOf = (secret: Buffer): string => createHash('sha256').update(secret).digest('base64');

const rowOf = async (client: Client, secret = randomBytes(32), more = {}) => ({
  Type: 'Data',
  SecretValue: wrap(await publicKeyOf(client), secret),
  SecretValueHash: hashOf(secret),
  SecretValueCertificate: 'AcmeByok',
  ...more,
});
const insert = ({ rest }: Client, row: object): Promise<Answer> => rest('POST', SECRETS, row);
const active = async ({ query }: Client) =>
  (
    await query(
      "SELECT Id, Source, Version, KeyDerivationMode, SecretValueCertificate FROM TenantSecret WHERE Status = 'ACTIVE'",
    )
  ).body.records;

describe('a secret that the customer uploads (Object Reference, TenantSecret; salesforce.md, section 6.2)', () => {
  it.each(['sha1', 'sha256', 'sha512'])(
    'is accepted if it was wrapped by RSA-OAEP with %s',
    async (digest) => {
      const client = await startWithCertificate();
      const secret = randomBytes(32);
      const SecretValue = wrap(await publicKeyOf(client), secret, digest);
      expect((await insert(client, await rowOf(client, secret, { SecretValue }))).status).toBe(201);
      expect(await active(client)).toMatchObject([
        { Source: 'UPLOADED', Version: 2, KeyDerivationMode: 'PBKDF2', SecretValueCertificate: 'AcmeByok' },
      ]);
    },
  );

  it('as a root key is wrapped with AES and has no hash', async () => {
    const client = await startWithCertificate();
    const keyEncryptionKey = randomBytes(32);
    const cipher = createCipheriv('id-aes256-wrap-pad', keyEncryptionKey, Buffer.from('A65959A6', 'hex'));
    const wrapped = Buffer.concat([
      Buffer.from(wrap(await publicKeyOf(client), keyEncryptionKey), 'base64'),
      cipher.update(randomBytes(32)),
      cipher.final(),
    ]);
    const row = {
      Type: 'SearchIndex',
      SecretValue: wrapped.toString('base64'),
      SecretValueCertificate: 'AcmeByok',
    };
    expect((await insert(client, row)).status).toBe(201);
  });

  it('can have no derivation only if the setting allows it', async () => {
    const client = await startWithCertificate();
    const row = await rowOf(client, undefined, { Source: 'Uploaded', KeyDerivationMode: 'NONE' });
    expect((await insert(client, row)).body[0].message).toContain('canOptOutOfDerivationWithBYOK');
    await deployed(client, settings({ canOptOutOfDerivationWithBYOK: true }));
    expect((await insert(client, row)).status).toBe(201);
    expect(await active(client)).toMatchObject([{ KeyDerivationMode: 'NONE' }]);
  });

  it("can't be uploaded twice, even if wrapped again", async () => {
    const client = await startWithCertificate();
    const secret = randomBytes(32);
    await insert(client, await rowOf(client, secret));
    await client.org.setTime(START + 2 * DAY);
    const { status, body } = await insert(client, await rowOf(client, secret));
    expect([status, body[0].message]).toEqual([400, expect.stringContaining('was uploaded before')]);
  });

  it('is restored after destruction only by the original wrapped value (salesforce.md, section 6.1)', async () => {
    const client = await startWithCertificate();
    const secret = randomBytes(32);
    const row = await rowOf(client, secret);
    const { id } = (await insert(client, row)).body;
    await client.org.setTime(START + 2 * DAY);
    await insert(client, {});
    const update = (changes: object) => client.rest('PATCH', `${SECRETS}/${id}`, changes);
    await update({ SecretValue: null, Status: 'Destroyed' });
    const anew = { Status: 'Archived', SecretValue: (await rowOf(client, secret)).SecretValue };
    expect((await update(anew)).status).toBe(400);
    expect((await update({ Status: 'Archived', SecretValue: row.SecretValue })).status).toBe(204);
  });

  it.each([
    ['31 bytes', (client: Client) => rowOf(client, randomBytes(31)), '31 bytes'],
    [
      'the hash of another',
      (client: Client) => rowOf(client, undefined, { SecretValueHash: hashOf(randomBytes(32)) }),
      'SHA-256',
    ],
    [
      "a certificate that doesn't exist",
      (client: Client) => rowOf(client, undefined, { SecretValueCertificate: 'Nope' }),
      'no certificate Nope',
    ],
    [
      'a certificate whose key is elsewhere',
      (client: Client) => rowOf(client, undefined, { SecretValueCertificate: 'Elsewhere' }),
      'no certificate Elsewhere',
    ],
    [
      'a value that is wrapped for another key',
      (client: Client) => rowOf(client, undefined, { SecretValue: randomBytes(512).toString('base64') }),
      "can't be decrypted",
    ],
    ['no hash', (client: Client) => rowOf(client, undefined, { SecretValueHash: null }), 'SecretValueHash'],
  ] as const)('with %s is refused', async (_what, row, message) => {
    const client = await startWithCertificate();
    const answer = await insert(client, await row(client));
    expect([answer.status, answer.body[0].message]).toEqual([400, expect.stringContaining(message)]);
    expect(await active(client)).toMatchObject([{ Version: 1 }]);
  });

  it.each([
    ['has 2048 bits', certificate({ keySize: 2048 }), 0, '2048 bits'],
    ['is over', certificate(), 3 * 365 * DAY, 'is over'],
    ['is not signed yet', certificate({ caSigned: true }), 0, 'not signed'],
  ])('for a certificate that %s is refused', async (_what, content, after, message) => {
    const client = await startWithCertificate(content);
    await client.org.setTime(START + after);
    const SecretValue = wrap(createPublicKey(privateKey()), randomBytes(32));
    const row = { SecretValue, SecretValueHash: hashOf(randomBytes(32)), SecretValueCertificate: 'AcmeByok' };
    expect((await insert(client, row)).body[0].message).toContain(message);
  });
});
